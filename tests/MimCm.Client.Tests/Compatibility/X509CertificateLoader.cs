using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>Makes a certificate of its bytes, as .NET Framework does.</summary>
internal static class X509CertificateLoader
{
    public static X509Certificate2 LoadPkcs12(byte[] data, string? password, X509KeyStorageFlags keyStorageFlags) => new(data, password, keyStorageFlags);
}
