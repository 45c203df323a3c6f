namespace MimCm;

/// <summary>The status of a software profile (docs/api.md, section 4.5). Microsoft publishes no numbers: Active is from an example, None and New are
/// inferred. The numbers of Disabled, Suspended and Retired are unknown; they are kept and displayed as numbers.</summary>
public enum ProfileStatus
{
    /// <summary>No status.</summary>
    None = 0,

    /// <summary>Created and not yet in use.</summary>
    New = 1,

    /// <summary>In use.</summary>
    Active = 2,
}
