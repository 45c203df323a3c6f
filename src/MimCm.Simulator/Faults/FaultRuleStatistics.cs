namespace MimCm.Simulator;

/// <summary>A rule and what has come of it.</summary>
/// <param name="Rule">As it was set.</param>
/// <param name="Name">As the call log names it.</param>
/// <param name="Matched">Calls that fitted method, path and id.</param>
/// <param name="Applied">Those of them that went wrong.</param>
public sealed record FaultRuleStatistics(FaultRule Rule, string Name, int Matched, int Applied);
