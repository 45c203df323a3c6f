namespace MimCm;

/// <summary>Flags of a smart card (docs/api.md, section 4.6). Only the number of Primary can be inferred from the examples. Other bits are
/// kept.</summary>
[Flags]
public enum SmartcardFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The user's primary card of this profile template.</summary>
    Primary = 1,
}
