using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>Creates a certificate from its bytes on .NET Framework.</summary>
internal static class X509CertificateLoader
{
    public static X509Certificate2 LoadPkcs12(byte[] data, string? password, X509KeyStorageFlags keyStorageFlags) => new(data, password, keyStorageFlags);
}
