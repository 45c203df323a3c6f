namespace MimCm.Simulator.Bodies;

/// <summary>CertificateRequestGenerationOptions: the parameters of the client's key and certificate request (docs/api.md, section 5.7).</summary>
internal sealed record GenerationOptionsBody(
    string Subject,
    string KeyAlgorithmName,
    int KeySize,
    string FriendlyName,
    string HashAlgorithmName,
    IReadOnlyList<string> KeyStorageProviderNames,
    int Exportable,
    int KeyProtectionLevel,
    int KeyUsages)
{
    /// <summary>The values of Microsoft's example.</summary>
    public static GenerationOptionsBody Example { get; } = new("", "RSA", 2048, "", "SHA1", ["Contoso Smart Card Key Storage Provider"], 0, 0, 3);
}
