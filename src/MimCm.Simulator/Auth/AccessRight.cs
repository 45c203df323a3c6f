namespace MimCm.Simulator;

/// <summary>What a permission allows.</summary>
public enum AccessRight
{
    /// <summary>To see a request in lists. Without any such permission the list is 403.</summary>
    List,
    Read,
    Change,
    Create,
}
