namespace MimCm;

/// <summary>What the requests of a profile template issue.</summary>
public enum ProfileTemplateKind
{
    /// <summary>Certificates and keys in software.</summary>
    Software,

    /// <summary>A smart card.</summary>
    Smartcard,

    /// <summary>A virtual smart card, which is stored in a TPM.</summary>
    VirtualSmartcard,
}
