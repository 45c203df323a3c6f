namespace MimCm;

/// <summary>What was found in one step of a connection test.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Result">How it went.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
public sealed record ConnectionTestResult(ConnectionStep Step, ConnectionStepStatus Result, string Detail, MimCmException? Failure = null);
