namespace MimCm.Simulator;

/// <summary>A fault rule and how often it was used.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Name">The name in the call log.</param>
/// <param name="Matched">The number of calls that matched its method, path and id.</param>
/// <param name="Applied">The number of calls that the rule was applied to.</param>
public sealed record FaultRuleStatistics(FaultRule Rule, string Name, int Matched, int Applied);
