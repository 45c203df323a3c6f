namespace MimCm;

/// <summary>Flags of a software profile (docs/api.md, section 4.6). Only the number of Primary can be inferred from the examples. Other bits are
/// kept.</summary>
[Flags]
public enum ProfileFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The user's primary profile of this profile template.</summary>
    Primary = 1,
}
