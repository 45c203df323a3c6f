using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>The way to one server as one identity: credentials, token, cookies, certificates and proxy of one client.</summary>
internal sealed class ServerHandler : DelegatingHandler
{
    private readonly AccessTokenSource? _accessToken;
    private readonly CertificateCheck _certificateCheck;

    private ServerHandler(HttpMessageHandler inner, CertificateCheck certificateCheck, AccessTokenSource? accessToken)
        : base(inner)
    {
        _certificateCheck = certificateCheck;
        _accessToken = accessToken;
    }

    public static ServerHandler Create(MimCmClientOptions options)
    {
        var check = new CertificateCheck(options.SkipCertificateCheck);
        return new ServerHandler(CreateTransport(options, check), check, options.AccessToken);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            if (_accessToken is null)
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

            var response = await SendWithTokenAsync(request, renew: false, cancellationToken).ConfigureAwait(false);
            if (response is { StatusCode: not HttpStatusCode.Unauthorized })
                return response;

            // The token has run out. A source that has no other one answers null, and the 401 stands.
            var again = await SendWithTokenAsync(request, renew: true, cancellationToken).ConfigureAwait(false);
            if (again is null)
                return response ?? new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };

            response?.Dispose();
            return again;
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException or WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure })
        {
            throw new MimCmException(
                MimCmError.TlsFailure,
                ClientText.TlsFailure.With(request.RequestUri!.Authority, _certificateCheck.Problem ?? e.InnerException.Message),
                e);
        }
    }

    /// <summary>Sends with a token; null when the source has none to give.</summary>
    private async Task<HttpResponseMessage?> SendWithTokenAsync(HttpRequestMessage request, bool renew, CancellationToken cancellationToken)
    {
        if (await _accessToken!(renew, cancellationToken).ConfigureAwait(false) is not { } token)
            return null;

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Open(token));
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Headers.Authorization = null;
        }
    }

    private static string Open(SecureString token)
    {
        var memory = Marshal.SecureStringToGlobalAllocUnicode(token);
        try
        {
            return Marshal.PtrToStringUni(memory)!;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }

    private static CredentialCache IntegratedAuthentication(MimCmClientOptions options)
    {
        // Named schemes only: a plain credential would also answer a server that asks for Basic, with the password in the clear.
        var root = options.ApiRoot();
        var account = options.Credential ?? CredentialCache.DefaultNetworkCredentials;
        return new CredentialCache { { root, "Negotiate", account }, { root, "NTLM", account } };
    }

    private static WebProxy? ProxyOf(MimCmClientOptions options) =>
        options.Proxy is null ? null : new WebProxy(options.Proxy) { Credentials = options.ProxyCredential };

#if NET
    private static SocketsHttpHandler CreateTransport(MimCmClientOptions options, CertificateCheck check)
    {
        var transport = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            CookieContainer = new CookieContainer(),
            Credentials = options.AccessToken is null ? IntegratedAuthentication(options) : null,
            DefaultProxyCredentials = options.ProxyCredential,
            // A list that nobody wants to the end is not read to the end: its connection is closed.
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            Proxy = ProxyOf(options),
            UseProxy = !options.NoProxy,
        };
        transport.SslOptions.RemoteCertificateValidationCallback = check.Validate;
        if (options.Certificate is not null)
        {
            transport.SslOptions.ClientCertificates = [options.Certificate];
            transport.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => options.Certificate;
        }

        return transport;
    }
#else
    private static HttpClientHandler CreateTransport(MimCmClientOptions options, CertificateCheck check)
    {
        var transport = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            CookieContainer = new CookieContainer(),
            Credentials = options.AccessToken is null ? IntegratedAuthentication(options) : null,
            DefaultProxyCredentials = options.ProxyCredential,
            MaxConnectionsPerServer = 64,
            UseProxy = !options.NoProxy,
            ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => check.Validate(message, certificate, chain, errors),
        };
        if (options.Proxy is not null)
            transport.Proxy = ProxyOf(options);

        if (options.Certificate is not null)
        {
            transport.ClientCertificateOptions = ClientCertificateOption.Manual;
            transport.ClientCertificates.Add(options.Certificate);
        }

        return transport;
    }
#endif
}
