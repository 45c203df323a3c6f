namespace MimCm.Simulator;

/// <summary>A data collection item of a stored request.</summary>
public sealed record StoredItem(string Name, string? Value);
