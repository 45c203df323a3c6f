namespace MimCm.Bench;

/// <summary>What came.</summary>
/// <param name="First">The moment of the first, as Stopwatch counts.</param>
/// <param name="InOrder">The sum that tells the order, too.</param>
/// <param name="InAnyOrder">The sum that is the same in any order.</param>
public sealed record BenchRequests(long First, string InOrder, string InAnyOrder);
