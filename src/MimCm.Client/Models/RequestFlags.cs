namespace MimCm;

/// <summary>Flags of a request (docs/api.md, section 4.3). Bits that are not listed here occur, and are kept.</summary>
[Flags]
public enum RequestFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>Made by an enrollment agent. Inferred: the one bit left.</summary>
    EnrollmentAgent = 1,

    /// <summary>About a smart card, not a software profile. Seen in Microsoft's examples.</summary>
    Smartcard = 2,
}
