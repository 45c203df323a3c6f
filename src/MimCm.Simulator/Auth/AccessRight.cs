namespace MimCm.Simulator;

/// <summary>What a caller may do with a request.</summary>
public enum AccessRight
{
    /// <summary>See it in lists; with no permission of this kind the list is 403.</summary>
    List,
    Read,
    Change,
    Create,
}
