using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Simulator.Server;

/// <summary>A certification authority that exists while the simulator runs. Do not trust its certificates.</summary>
internal sealed class CertificateAuthority
{
    /// <summary>The configuration string of the certification authority: host and name.</summary>
    public const string Issuer = "ca01.contoso.com\\Contoso Simulated Issuing CA";

    private readonly X509Certificate2 _certificate;

    public CertificateAuthority()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Contoso Simulated Issuing CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(365));
    }

    /// <summary> Issues a certificate for a base64 PKCS #10 request. Returns it with the certificate of the certification authority as a base64 PKCS
    /// #7 structure, in lines of 76 characters. Null if the request or its signature is not valid.
    /// </summary>
    public string? Issue(string signingRequest)
    {
        CertificateRequest request;
        try
        {
            request = CertificateRequest.LoadSigningRequest(Convert.FromBase64String(signingRequest), HashAlgorithmName.SHA256, out _,
                CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        using var key = _certificate.GetRSAPrivateKey()!;
        var serialNumber = RandomNumberGenerator.GetBytes(16);
        serialNumber[0] &= 0x7F;
        using var issued = request.Create(_certificate.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(364), serialNumber);
        var bag = new X509Certificate2Collection { issued, X509CertificateLoader.LoadCertificate(_certificate.RawData) };
        return Convert.ToBase64String(bag.Export(X509ContentType.Pkcs7)!, Base64FormattingOptions.InsertLineBreaks);
    }
}
