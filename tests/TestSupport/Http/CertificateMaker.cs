using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Tests;

/// <summary>Creates self-signed certificates, and certificates that are signed by its own certification authority.</summary>
internal sealed class CertificateMaker : IDisposable
{
    private readonly X509Certificate2 _authority = Make("CN=An authority", "", null);

#if NET
    /// <summary>The certificate of the authority in PEM format.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();
#endif

    public X509Certificate2 Sign(string host, int fromDays = -2, int toDays = 30) => Make($"CN={host}", host, _authority, fromDays, toDays);

    /// <summary>Creates a self-signed certificate.</summary>
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
        {
            // Windows can use a key only if it was stored.
            using var made = request.CreateSelfSigned(from, to);
            return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
        }

        using var signed = request.Create(issuer, from, to, Guid.NewGuid().ToByteArray());
        return signed.CopyWithPrivateKey(key);
    }
}
