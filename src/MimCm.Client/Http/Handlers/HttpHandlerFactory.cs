using System.Net;
using System.Net.Security;
using System.Security.Authentication;

namespace MimCm.Http;

/// <summary>Creates the handler that holds the connections of one client: credentials, cookies, certificates and proxy. It does not change settings
/// of the process.</summary>
internal static class HttpHandlerFactory
{
    /// <param name="options">The options of the client.</param>
    /// <param name="settings">The validated settings and the cookies.</param>
    public static HttpMessageHandler Create(MimCmClientOptions options, ConnectionSettings settings) =>
        Create(options, settings, options.AccessToken is null ? GetIntegratedCredentials(options, settings.BaseAddress) : null);

    /// <summary>Creates a handler that connects in the same way, but sends no identity to the server.</summary>
    public static HttpMessageHandler CreateAnonymous(MimCmClientOptions options, ConnectionSettings settings) => Create(options, settings, credentials: null);

    /// <summary>Whether the TLS connection is to the server and not to a proxy, so that the client certificate may be sent.</summary>
    public static bool IsServer(ConnectionSettings settings, string host) => host.Equals(settings.BaseAddress.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static CredentialCache GetIntegratedCredentials(MimCmClientOptions options, Uri root)
    {
        // Only for these two schemes: without a scheme, the credential would also be used for Basic, which sends the password in clear text.
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
            // Negotiate and NTLM continue on the connection that returned 401, so the body of that response must be read. These limits allow the
            // usual error page.
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            Proxy = GetProxy(options, settings),
            UseProxy = !options.NoProxy,
        };
        handler.SslOptions.EnabledSslProtocols = TlsVersions;
        // An exception that is thrown here becomes the inner exception of the failed connection.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            settings.CertificateValidator.GetProblem(certificate, chain, errors) is not { } problem ? true : throw new CertificateRejectedException(problem);
        if (options.ClientCertificate() is { } own)
        {
            // A proxy that uses TLS can also request a certificate. This certificate is only for the server.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, host, _, _, _) => IsServer(settings, host) ? own : null!;
        }

        return handler;
    }
#else
    /// <summary>The TLS versions that the client accepts. The default of Windows PowerShell includes TLS 1.0.</summary>
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
