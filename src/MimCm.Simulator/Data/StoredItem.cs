namespace MimCm.Simulator;

/// <summary>A data item of a stored request.</summary>
public sealed record StoredItem(string Name, string? Value);
