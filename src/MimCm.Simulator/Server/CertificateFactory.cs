using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Simulator.Server;

internal static class CertificateFactory
{
    /// <exception cref="SimulatorStartException">The file is not a PKCS #12 file, has another password, or has no private key.</exception>
    public static X509Certificate2 Create(SimulatorOptions options)
    {
        if (options.CertificateFile is not { } file)
            return CreateSelfSigned(options.Certificate);
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(file, options.CertificatePassword);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SimulatorStartException($"The certificate file {file} cannot be used: {e.Message}", e);
        }
        return certificate.HasPrivateKey ? certificate : throw new SimulatorStartException($"The certificate file {file} has no private key.");
    }

    private static X509Certificate2 CreateSelfSigned(ServerCertificateKind kind)
    {
        var host = kind == ServerCertificateKind.WrongName ? "elsewhere.invalid" : "localhost";
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (kind != ServerCertificateKind.WrongName)
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));

        var now = DateTimeOffset.UtcNow;
        var (from, to) = kind switch
        {
            ServerCertificateKind.Expired => (now.AddDays(-30), now.AddDays(-1)),
            ServerCertificateKind.NotYetValid => (now.AddDays(1), now.AddDays(30)),
            _ => (now.AddDays(-1), now.AddDays(30)),
        };
        using var made = request.CreateSelfSigned(from, to);

        // On Windows, TLS needs a key that was loaded from a file.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
