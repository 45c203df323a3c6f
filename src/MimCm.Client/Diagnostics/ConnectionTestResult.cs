namespace MimCm;

/// <summary>The result of one step of a connection test.</summary>
/// <param name="Step">The step.</param>
/// <param name="Result">Whether the step succeeded.</param>
/// <param name="Detail">A description of what was found.</param>
/// <param name="Failure">The failure; null if the step did not fail.</param>
public sealed record ConnectionTestResult(ConnectionStep Step, ConnectionStepStatus Result, string Detail, MimCmException? Failure = null);
