namespace MimCm.Simulator;

/// <summary>One data collection item of a stored request.</summary>
public sealed record StoredItem(string Name, string? Value);
