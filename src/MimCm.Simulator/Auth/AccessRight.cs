namespace MimCm.Simulator;

/// <summary>The operation that a permission allows.</summary>
public enum AccessRight
{
    /// <summary>Read a request in lists. If the caller has no such permission at all, a list returns 403.</summary>
    List,
    Read,
    Change,
    Create,
}
