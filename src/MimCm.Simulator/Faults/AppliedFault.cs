namespace MimCm.Simulator.Faults;

/// <summary>A fault rule, applied to one call.</summary>
internal sealed record AppliedFault(FaultRule Rule, string Name, int LatencyMs);
