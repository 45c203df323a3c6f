using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Identity.Tests;

/// <summary>The calls of a client in a separate process, and its identity.</summary>
internal sealed record Job
{
    public required Uri Address { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public string? Token { get; init; }

    public string? CertificateFile { get; init; }

    public Uri? Proxy { get; init; }

    public string? ProxyUser { get; init; }

    public string? ProxyPassword { get; init; }

    public bool NoProxy { get; init; }

    public bool SkipCertificateCheck { get; init; }

    /// <summary>probe, list, mine, get ID, set ID CHANGE.</summary>
    public IReadOnlyList<string> Calls { get; init; } = ["probe"];

    /// <summary>The number of concurrent calls of each kind.</summary>
    public int MaxConcurrency { get; init; } = 1;

    public MimCmClientOptions ToOptions() => new()
    {
        Address = Address,
        Credential = User is null ? null : new NetworkCredential(User, Secret.Of(Password!), ""),
        AccessToken = Token is null ? null : Secret.Source(Token),
        Certificate = CertificateFile is null ? null : X509CertificateLoader.LoadPkcs12FromFile(CertificateFile, null),
        Proxy = Proxy,
        ProxyCredential = ProxyUser is null ? null : new NetworkCredential(ProxyUser, Secret.Of(ProxyPassword!), ""),
        NoProxy = NoProxy,
        SkipCertificateCheck = SkipCertificateCheck,
        AllowUnencryptedAuthentication = true,
        MaximumRetryCount = 0,
    };
}
