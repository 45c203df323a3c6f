using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Identity.Tests;

/// <summary>An authority of one's own and the certificates it signs.</summary>
internal sealed class CertificateMaker : IDisposable
{
    private readonly X509Certificate2 _authority = Make("CN=An authority", "", null);

    /// <summary>The authority's certificate, as a file of trusted ones has it.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    public X509Certificate2 Sign(string host, int fromDays = -2, int toDays = 30) => Make($"CN={host}", host, _authority, fromDays, toDays);

    /// <summary>One that vouches for itself.</summary>
    public static X509Certificate2 SelfSigned(string subject, string host = "localhost") => Make(subject, host, null);

    public void Dispose() => _authority.Dispose();

    private static X509Certificate2 Make(string subject, string host, X509Certificate2? issuer, int fromDays = -100, int toDays = 100)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(host.Length == 0, false, 0, critical: true));
        if (host.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);

            request.CertificateExtensions.Add(names.Build());
        }

        var (from, to) = (DateTimeOffset.UtcNow.AddDays(fromDays), DateTimeOffset.UtcNow.AddDays(toDays));
        if (issuer is null)
            return request.CreateSelfSigned(from, to);

        using var signed = request.Create(issuer, from, to, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
