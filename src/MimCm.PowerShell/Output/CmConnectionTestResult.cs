namespace MimCm;

/// <summary>The result of one step of Test-CmConnection.</summary>
/// <param name="Step">The step.</param>
/// <param name="Result">Whether it passed.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Recommendation">The recommended next step; null if there is none.</param>
public sealed record CmConnectionTestResult(ConnectionStep Step, ConnectionStepStatus Result, string Detail, string? Recommendation);
