namespace MimCm.Simulator.Faults;

/// <summary>A rule that is applied to one call.</summary>
internal sealed record AppliedFault(FaultRule Rule, string Name, int LatencyMs);
