namespace MimCm.Simulator;

/// <summary>Whether a change takes effect although a fault is applied.</summary>
public enum FaultEffect
{
    No,
    Yes,

    /// <summary>The change takes effect after <see cref="FaultRule.LateMs"/>.</summary>
    Late,
}
