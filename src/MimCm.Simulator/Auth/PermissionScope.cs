namespace MimCm.Simulator;

/// <summary>Which requests a permission is about.</summary>
public enum Scope
{
    All,

    /// <summary>Those whose target or originator is the caller.</summary>
    Own,
}
