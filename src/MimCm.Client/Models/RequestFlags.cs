namespace MimCm;

/// <summary>Flags of a request (docs/api.md, section 4.3). Bits without a name are kept.</summary>
[Flags]
public enum RequestFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The request was created by an enrollment agent. The number is inferred (docs/api.md, section 4.3).</summary>
    EnrollmentAgent = 1,

    /// <summary>The request is about a smart card, not a software profile. The number is from Microsoft's examples.</summary>
    Smartcard = 2,
}
