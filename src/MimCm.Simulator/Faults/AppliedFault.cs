namespace MimCm.Simulator.Faults;

/// <summary>A rule that has been drawn for one call.</summary>
internal sealed record AppliedFault(FaultRule Rule, string Name, int LatencyMs);
