using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>The server, the identity and the connection options of a client. No option affects the rest of the process.</summary>
public sealed class MimCmClientOptions
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly string[] ProxySchemes =
#if NET
        ["http", "https", "socks4", "socks4a", "socks5"];
#else
        ["http"];
#endif

    /// <summary>The address of the server: its host, its virtual folder, the root of its API or the collection of requests
    /// (<see cref="ServerAddress"/>).</summary>
    public Uri? Address { get; set; }

    /// <summary>The account to sign in with, by Negotiate or NTLM; null for the current Windows or Kerberos identity.</summary>
    public NetworkCredential? Credential { get; set; }

    /// <summary>Provides the bearer token; null to use Windows Integrated Authentication. It is called again when the server rejects the
    /// token.</summary>
    public AccessTokenProvider? AccessToken { get; set; }

    /// <summary>A client certificate; null for none.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The address of the proxy, without a user name or password; null for the proxy of the system.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>The account for the proxy; null for none. Over plain http the password is sent only if
    /// <see cref="AllowUnencryptedAuthentication"/> allows it.</summary>
    public NetworkCredential? ProxyCredential { get; set; }

    /// <summary>Whether to use no proxy.</summary>
    public bool NoProxy { get; set; }

    /// <summary>Whether to accept every server certificate. Any server could then receive the identity, so use this for test servers only.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>Whether to allow unencrypted HTTP to another computer, through a proxy, or with a credential, token or certificate.</summary>
    public bool AllowUnencryptedAuthentication { get; set; }

    /// <summary>The maximum time to wait for the headers of a response, and for more data within its body. White space does not count as data. A
    /// response that is not a list must be complete within ten times this timeout. A list has no time limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or negative, or more than one day.</exception>
    public TimeSpan Timeout
    {
        get;
        set => field = value > TimeSpan.Zero && value <= OneDay ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotATimeout);
    } = TimeSpan.FromSeconds(100);

    /// <summary>The maximum number of retries of a failed call; 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaximumRetryCount
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotACount);
    } = 3;

    /// <summary>The delay before the first retry. It doubles for each further retry, up to one minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or more than one day.</exception>
    public TimeSpan RetryInterval
    {
        get;
        set => field = value >= TimeSpan.Zero && value <= OneDay ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotAnInterval);
    } = TimeSpan.FromSeconds(1);

    /// <summary>The clock for delays and timeouts.</summary>
    internal TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Returns the validated root address of the API.</summary>
    /// <exception cref="ArgumentException">The address is missing or invalid.</exception>
    /// <exception cref="MimCmException">A secret would be sent over an unencrypted connection.</exception>
    internal Uri ApiRoot()
    {
        var root = ServerAddress.ToApiRoot(Address ?? throw new ArgumentException(Strings.AddressMissing, nameof(Address)));
        if (root.Scheme != Uri.UriSchemeHttp || AllowUnencryptedAuthentication)
            return root;

        if (Credential is not null || AccessToken is not null || Certificate is not null)
            throw Insecure(Strings.InsecureCredential.With(root), root);

        if (!root.IsLoopback)
            throw Insecure(Strings.InsecureHost.With(root), root);

        // Through a proxy, even a call to this computer leaves it.
        return FindProxy(root) is not { } proxy ? root : throw Insecure(Strings.InsecureProxy.With(root, proxy.GetLeftPart(UriPartial.Authority)), root);
    }

    /// <summary>Returns the proxy for an address; null if none is used.</summary>
    /// <exception cref="ArgumentException">The proxy's address is invalid.</exception>
    internal Uri? FindProxy(Uri address)
    {
        if (NoProxy)
            return null;

        if (ProxyAddress() is { } given)
            return given;

#if NET
#pragma warning disable RS0030 // It is read, and not set.
        var system = HttpClient.DefaultProxy;
#pragma warning restore RS0030
#else
        var system = WebRequest.DefaultWebProxy;
#endif
        return system is null || system.IsBypassed(address) ? null : system.GetProxy(address) is { } proxy && proxy != address ? WithoutUserInfo(proxy) : null;
    }

    /// <summary>Returns the validated address of the proxy; null for the proxy of the system.</summary>
    /// <exception cref="ArgumentException">The address is invalid.</exception>
    internal Uri? ProxyAddress()
    {
        if (Proxy is null)
            return null;

        // This check is first, because no message may contain a password.
        if (Proxy.OriginalString.Contains("@") || Proxy.OriginalString.IndexOf("%40", StringComparison.Ordinal) >= 0)
            throw new ArgumentException(Strings.ProxyWithCredential);

        if (!Proxy.IsAbsoluteUri || Array.IndexOf(ProxySchemes, Proxy.Scheme) < 0 || Proxy.Host.Length == 0)
            throw new ArgumentException(Strings.ProxyNotOne.With(UnicodeText.ToSingleLine(Proxy.OriginalString, maximumLength: 200)));

        return Proxy;
    }

    /// <summary>Returns the validated client certificate; null for none.</summary>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    internal X509Certificate2? ClientCertificate() => Certificate is null or { HasPrivateKey: true }
        ? Certificate
        : throw new ArgumentException(Strings.CertificateWithoutKey.With(Certificate.Thumbprint));

    /// <summary>Removes a password from the address of the system's proxy.</summary>
    private static Uri WithoutUserInfo(Uri proxy) => proxy.UserInfo.Length == 0 ? proxy : new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    private static MimCmException Insecure(string message, Uri root) => new(MimCmError.InsecureConnection, message) { Uri = root };
}
