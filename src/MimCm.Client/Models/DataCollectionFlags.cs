namespace MimCm;

/// <summary>Specifies who supplied the data items of a request (docs/api.md, section 4.4). Microsoft publishes the names but no numbers; 32 is the
/// only value in its examples. Bits that are not listed are kept.</summary>
[Flags]
public enum DataCollectionFlags
{
    /// <summary>Nothing has been supplied.</summary>
    None = 0,

    /// <summary>The certificate manager supplied all required data, or none is required. Inferred from Microsoft's examples.</summary>
    CertificateManagerProvided = 32,
}
