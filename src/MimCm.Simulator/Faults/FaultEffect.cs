namespace MimCm.Simulator;

/// <summary>Whether the change that a PUT asks for takes effect under a fault.</summary>
public enum FaultEffect
{
    No,
    Yes,

    /// <summary>After the answer, by <see cref="FaultRule.LateMs"/>.</summary>
    Late,
}
