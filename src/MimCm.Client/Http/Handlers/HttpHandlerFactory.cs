using System.Net;
using System.Net.Security;
using System.Security.Authentication;

namespace MimCm.Http;

/// <summary>Creates the handler that holds the connections of one client: credentials, cookies, certificates and proxy. It changes
/// no setting of the process.</summary>
internal static class HttpHandlerFactory
{
    /// <param name="options">The options of the client.</param>
    /// <param name="settings">Their validated part, with the cookies.</param>
    public static HttpMessageHandler Create(MimCmClientOptions options, ConnectionSettings settings) =>
        Create(options, settings, options.AccessToken is null ? GetIntegratedCredentials(options, settings.BaseAddress) : null);

    /// <summary>Creates a handler that connects in the same way, but sends no identity to the server.</summary>
    public static HttpMessageHandler CreateAnonymous(MimCmClientOptions options, ConnectionSettings settings) => Create(options, settings, credentials: null);

    /// <summary>Whether the server's name is that of the server and not of a proxy, and so may see the client certificate.</summary>
    public static bool IsServer(ConnectionSettings settings, string host) => host.Equals(settings.BaseAddress.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static CredentialCache GetIntegratedCredentials(MimCmClientOptions options, Uri root)
    {
        // Named schemes only: a plain credential would also answer a server that asks for Basic, with the password in clear text.
        var account = options.Credential ?? CredentialCache.DefaultNetworkCredentials;
        return new CredentialCache { { root, "Negotiate", account }, { root, "NTLM", account } };
    }

    private static WebProxy? GetProxy(MimCmClientOptions options, ConnectionSettings settings) =>
        options.ProxyAddress() is { } address ? new WebProxy(address) { Credentials = settings.ProxyCredentials } : null;

#if NET
    /// <summary>The TLS versions that the client accepts.</summary>
    public static SslProtocols TlsVersions => SslProtocols.Tls12 | SslProtocols.Tls13;

    private static SocketsHttpHandler Create(MimCmClientOptions options, ConnectionSettings settings, ICredentials? credentials)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            CookieContainer = settings.Cookies,
            Credentials = credentials,
            DefaultProxyCredentials = settings.ProxyCredentials,
            // Negotiate and NTLM continue on the connection of the 401, so that its page has to be read; little else has to.
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            Proxy = GetProxy(options, settings),
            UseProxy = !options.NoProxy,
        };
        handler.SslOptions.EnabledSslProtocols = TlsVersions;
        // Thrown here, the problem becomes the cause of this connection's failure.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            settings.CertificateValidator.GetProblem(certificate, chain, errors) is not { } problem ? true : throw new AuthenticationException(problem);
        if (options.ClientCertificate() is { } own)
        {
            // A proxy that speaks TLS may ask for a certificate, too. This one is for the server.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, host, _, _, _) => IsServer(settings, host) ? own : null!;
        }

        return handler;
    }
#else
    /// <summary>The TLS versions that the client accepts. Windows PowerShell would start with TLS 1.0.</summary>
    public static SslProtocols TlsVersions => SslProtocols.Tls12;

    private static AbortOnDisposeHandler Create(MimCmClientOptions options, ConnectionSettings settings, ICredentials? credentials)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            CookieContainer = settings.Cookies,
            Credentials = credentials,
            DefaultProxyCredentials = settings.ProxyCredentials,
            MaxConnectionsPerServer = 64,
            SslProtocols = TlsVersions,
            UseProxy = !options.NoProxy,
            ServerCertificateCustomValidationCallback = settings.CertificateValidator.Validate,
        };
        if (GetProxy(options, settings) is { } proxy)
            handler.Proxy = proxy;

        if (options.ClientCertificate() is { } own)
        {
            handler.ClientCertificateOptions = ClientCertificateOption.Manual;
            handler.ClientCertificates.Add(own);
        }

        return new AbortOnDisposeHandler(handler);
    }
#endif
}
