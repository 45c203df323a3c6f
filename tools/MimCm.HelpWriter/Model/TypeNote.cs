namespace MimCm.HelpWriter.Model;

/// <summary>An input or output type and its description.</summary>
internal sealed record TypeNote(string Type, IReadOnlyList<string> Description);
