namespace MimCm;

/// <summary>Facts about a request (API sheet 4.3). Bits that are not listed occur (0x100 and 0x20000 have been seen, NWW) and are kept.</summary>
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
