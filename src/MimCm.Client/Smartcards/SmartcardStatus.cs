namespace MimCm;

/// <summary>The status of a smart card (docs/api.md, section 4.5). Microsoft publishes no numbers; those listed here are inferred from its examples.
/// Disabled and Suspended have the numbers 4 and 5 in an unknown order, so both are kept and displayed as numbers.</summary>
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
