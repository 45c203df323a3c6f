namespace MimCm;

/// <summary>One step of Test-CmConnection.</summary>
/// <param name="Step">What was tried.</param>
/// <param name="Result">How it went.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Recommendation">What to do about it; null where there is nothing to do.</param>
public sealed record CmConnectionTestResult(ConnectionStep Step, ConnectionStepStatus Result, string Detail, string? Recommendation);
