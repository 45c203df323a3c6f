namespace MimCm.Simulator;

/// <summary>Which requests a permission is about.</summary>
public enum PermissionScope
{
    All,

    /// <summary>Those whose target or originator is the caller.</summary>
    Own,
}
