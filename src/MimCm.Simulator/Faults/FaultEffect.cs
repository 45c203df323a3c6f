namespace MimCm.Simulator;

/// <summary>Whether a change takes effect under a fault.</summary>
public enum FaultEffect
{
    No,
    Yes,

    /// <summary>After <see cref="FaultRule.LateMs"/>.</summary>
    Late,
}
