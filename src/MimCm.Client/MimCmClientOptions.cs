using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>Which server, as whom and how. What is set here belongs to one client and never to the process.</summary>
public sealed class MimCmClientOptions
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly string[] ProxySchemes =
#if NET
        ["http", "https", "socks4", "socks4a", "socks5"];
#else
        ["http"];
#endif

    /// <summary>The server: its host, its virtual folder or its API root (<see cref="ServerAddress"/>).</summary>
    public Uri? Address { get; set; }

    /// <summary>The account to act as, by Negotiate or NTLM; null for the caller's own Windows or Kerberos identity.</summary>
    public NetworkCredential? Credential { get; set; }

    /// <summary>Gives the token to send as Bearer; null for Windows Integrated Authentication. It is called again when the server does
    /// not take the token, and is then to give another one.</summary>
    public AccessTokenProvider? AccessToken { get; set; }

    /// <summary>A client certificate; null for none.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The proxy to go through, without a name or password in the address; null for the system's own.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>The account to show to the proxy; null for none.</summary>
    public NetworkCredential? ProxyCredential { get; set; }

    /// <summary>Whether to go past every proxy.</summary>
    public bool NoProxy { get; set; }

    /// <summary>Whether any server certificate will do. Whoever answers then gets the caller's identity: for test servers only.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>Whether plain http is allowed to a host that is not this one, and with a credential.</summary>
    public bool AllowUnencryptedAuthentication { get; set; }

    /// <summary>How long to wait for an answer's headers, and for each silence in its body; never for the whole of a list.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than nothing, or is more than a day.</exception>
    public TimeSpan Timeout
    {
        get;
        set => field = value > TimeSpan.Zero && value <= OneDay ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotATimeout);
    } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call that may be made again is made again; 0 for never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than nothing.</exception>
    public int MaximumRetryCount
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotACount);
    } = 3;

    /// <summary>The wait before the first time; it doubles from there, up to a minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than nothing, or more than a day.</exception>
    public TimeSpan RetryInterval
    {
        get;
        set => field = value >= TimeSpan.Zero && value <= OneDay ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotAnInterval);
    } = TimeSpan.FromSeconds(1);

    /// <summary>The address of the API, checked.</summary>
    /// <exception cref="ArgumentException">There is no address, or it can't name a server.</exception>
    /// <exception cref="MimCmException">A credential would cross the network in the clear.</exception>
    internal Uri ApiRoot()
    {
        var root = ServerAddress.ToApiRoot(Address ?? throw new ArgumentException(Strings.AddressMissing, nameof(Address)));
        if (root.Scheme == Uri.UriSchemeHttp && !AllowUnencryptedAuthentication)
        {
            if (Credential is not null || AccessToken is not null || Certificate is not null)
                throw new MimCmException(MimCmError.InsecureConnection, Strings.InsecureCredential.With(root)) { Uri = root };

            if (!root.IsLoopback)
                throw new MimCmException(MimCmError.InsecureConnection, Strings.InsecureHost.With(root)) { Uri = root };
        }

        return root;
    }

    /// <summary>The address of the proxy, checked; null for the system's own.</summary>
    /// <exception cref="ArgumentException">It can't name a proxy.</exception>
    internal Uri? ProxyAddress()
    {
        if (Proxy is null)
            return null;

        // Before anything is said about it: what fails is told with the proxy's address.
        if (Proxy.OriginalString.Contains("@"))
            throw new ArgumentException(Strings.ProxyWithCredential);

        if (!Proxy.IsAbsoluteUri || Array.IndexOf(ProxySchemes, Proxy.Scheme) < 0 || Proxy.Host.Length == 0)
            throw new ArgumentException(Strings.ProxyNotOne.With(Proxy.OriginalString));

        return Proxy;
    }

    /// <summary>The client certificate, checked; null for none.</summary>
    /// <exception cref="ArgumentException">It has no private key.</exception>
    internal X509Certificate2? ClientCertificate() => Certificate is null or { HasPrivateKey: true }
        ? Certificate
        : throw new ArgumentException(Strings.CertificateWithoutKey.With(Certificate.Thumbprint));
}
