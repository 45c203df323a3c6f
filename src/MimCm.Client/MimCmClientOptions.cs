using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>Which server, as whom and how. What is set here belongs to one client and never to the process.</summary>
public sealed class MimCmClientOptions
{
    /// <summary>The server: its host, its virtual folder or its API root (<see cref="ServerAddress"/>).</summary>
    public Uri? Address { get; set; }

    /// <summary>The account to act as, by Negotiate or NTLM; null for the caller's own Windows or Kerberos identity.</summary>
    public NetworkCredential? Credential { get; set; }

    /// <summary>Gives the token to send as Bearer; null for Windows Integrated Authentication. It is called with true when the server
    /// did not take the last one, and must then give a new one.</summary>
    public AccessTokenSource? AccessToken { get; set; }

    /// <summary>A client certificate; null for none.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The proxy to go through; null for the system's own.</summary>
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
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call that may be made again is made again.</summary>
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>The wait before the first time; it doubles from there.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The address of the API, checked.</summary>
    /// <exception cref="ArgumentException">There is no address, or it can't name a server.</exception>
    /// <exception cref="MimCmException">A credential would cross the network in the clear.</exception>
    internal Uri ApiRoot()
    {
        var root = ServerAddress.ToApiRoot(Address ?? throw new ArgumentException(ClientText.AddressMissing, nameof(Address)));
        if (root.Scheme == Uri.UriSchemeHttp && !AllowUnencryptedAuthentication)
        {
            if (Credential is not null || AccessToken is not null || Certificate is not null)
                throw new MimCmException(MimCmError.InsecureConnection, ClientText.InsecureCredential.With(root)) { Uri = root };

            if (!root.IsLoopback)
                throw new MimCmException(MimCmError.InsecureConnection, ClientText.InsecureHost.With(root)) { Uri = root };
        }

        return root;
    }
}
