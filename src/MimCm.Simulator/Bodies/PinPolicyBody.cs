namespace MimCm.Simulator.Bodies;

/// <summary>The PIN policy of a smart card configuration.</summary>
internal sealed record PinPolicyBody(int MinLength, int MaxLength, int CharacterSet, bool Rollover, string DefaultValue);
