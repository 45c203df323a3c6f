namespace MimCm.Bench;

/// <summary>The summary of the received requests.</summary>
/// <param name="First">The time of the first request, in Stopwatch ticks.</param>
/// <param name="InOrder">The checksum that depends on the order.</param>
/// <param name="InAnyOrder">The checksum that does not depend on the order.</param>
public sealed record RequestSummary(long First, string InOrder, string InAnyOrder);
