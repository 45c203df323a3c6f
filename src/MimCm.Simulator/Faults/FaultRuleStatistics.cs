namespace MimCm.Simulator;

/// <summary>A rule and how often it was used.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Name">The name in the call log.</param>
/// <param name="Matched">How many calls had its method, path and id.</param>
/// <param name="Applied">How many of them it was applied to.</param>
public sealed record FaultRuleStatistics(FaultRule Rule, string Name, int Matched, int Applied);
