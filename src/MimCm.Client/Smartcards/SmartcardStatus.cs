namespace MimCm;

/// <summary>The status of a smart card (docs/api.md, section 4). The server publishes no numbers; those listed here are inferred from Microsoft's
/// examples. Disabled and Suspended have the numbers 4 and 5 in an order that is not known, so that both are kept and printed as numbers.</summary>
public enum SmartcardStatus
{
    /// <summary>No status.</summary>
    None = 0,

    /// <summary>Registered and not yet assigned to a user.</summary>
    New = 1,

    /// <summary>Assigned to a user.</summary>
    Assigned = 2,

    /// <summary>In use.</summary>
    Active = 3,

    /// <summary>Retired.</summary>
    Retired = 6,
}
