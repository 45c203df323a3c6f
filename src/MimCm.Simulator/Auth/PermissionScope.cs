namespace MimCm.Simulator;

/// <summary>The requests that a permission applies to.</summary>
public enum PermissionScope
{
    All,

    /// <summary>The requests whose target or originator is the caller.</summary>
    Own,
}
