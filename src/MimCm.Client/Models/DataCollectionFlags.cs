namespace MimCm;

/// <summary>Which data collection of a request is done (API sheet 4.4). Microsoft publishes the names but no numbers; 32 is the
/// one value seen and the likeliest reading of it. Unlisted bits are kept.</summary>
[Flags]
public enum DataCollectionFlags
{
    /// <summary>Nothing has been supplied.</summary>
    None = 0,

    /// <summary>What the certificate manager must supply is there, or nothing is wanted. Inferred from Microsoft's examples.</summary>
    CertificateManagerProvided = 32,
}
