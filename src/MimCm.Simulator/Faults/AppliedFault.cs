namespace MimCm.Simulator;

/// <summary>A rule that has been drawn for one call.</summary>
internal sealed record AppliedFault(FaultRule Rule, string Name, int LatencyMs);
