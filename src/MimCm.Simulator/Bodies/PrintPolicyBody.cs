namespace MimCm.Simulator.Bodies;

/// <summary>The print policy of a smart card configuration.</summary>
internal sealed record PrintPolicyBody(string FieldMapping, string ProjectName, string CardName, bool Print);
