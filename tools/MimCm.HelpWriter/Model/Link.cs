namespace MimCm.HelpWriter.Model;

/// <summary>A related link. The address is null for a page of this module.</summary>
internal sealed record Link(string Text, string? Address);
