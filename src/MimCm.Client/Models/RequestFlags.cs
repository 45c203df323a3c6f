namespace MimCm;

/// <summary>Flags of a request (docs/api.md, section 4.3). The server also sends bits without a name; they are kept.</summary>
[Flags]
public enum RequestFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>The request was created by an enrollment agent. Inferred from the examples.</summary>
    EnrollmentAgent = 1,

    /// <summary>The request is about a smart card, not a software profile. From Microsoft's examples.</summary>
    Smartcard = 2,
}
