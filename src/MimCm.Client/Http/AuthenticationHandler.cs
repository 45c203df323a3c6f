using System.ComponentModel;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Http;

/// <summary>The way to one server as one identity: credentials, token, cookies, certificates and proxy of one client.</summary>
internal sealed class AuthenticationHandler : DelegatingHandler
{
    private readonly AccessTokenProvider? _accessToken;
    private readonly ServerCertificateValidator _certificateCheck;

    private AuthenticationHandler(HttpMessageHandler inner, ServerCertificateValidator certificateCheck, AccessTokenProvider? accessToken)
        : base(inner)
    {
        _certificateCheck = certificateCheck;
        _accessToken = accessToken;
    }

    public static AuthenticationHandler Create(MimCmClientOptions options)
    {
        var check = new ServerCertificateValidator(options.SkipCertificateCheck);
        return new AuthenticationHandler(CreateTransport(options, check), check, options.AccessToken);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            if (_accessToken is null)
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

            var token = await AskAsync(request, refused: null, cancellationToken).ConfigureAwait(false)
                ?? throw new MimCmException(MimCmError.Unauthorized, Strings.TokenMissing.With(request.RequestUri!.Authority));

            var response = await SendWithTokenAsync(request, token, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
                return response;

            // The token has run out. Where the source has no other one, the 401 stands.
            var other = await RenewAsync(request, token, response, cancellationToken).ConfigureAwait(false);
            if (other is null || other == token)
                return response;

            response.Dispose();
            return await SendWithTokenAsync(request, other, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsNegotiateFailure(e))
        {
            // What the server said in the course of Negotiate was no proof, or nothing at all. It may have acted all the same.
            throw new MimCmException(MimCmError.Unauthorized, Strings.NegotiateFailed.With(request.RequestUri!.Authority, ErrorMessageReader.Printable(e.Message)), e)
            {
                IsOutcomeUncertain = request.Content is not null,
            };
        }
        catch (HttpRequestException e) when (IsTlsFailure(request, e))
        {
            throw new MimCmException(
                MimCmError.TlsFailure,
                Strings.TlsFailure.With(request.RequestUri!.Authority, _certificateCheck.Problem ?? e.InnerException?.Message ?? e.Message),
                e);
        }
    }

    private static bool IsNegotiateFailure(Exception failure) =>
#if NET
        failure is HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError } or
#else
        failure is
#endif
        AuthenticationException or FormatException or PlatformNotSupportedException or (Win32Exception and not SocketException);

    private static bool IsTlsFailure(HttpRequestMessage request, HttpRequestException failure) =>
#if NET
        failure.HttpRequestError == HttpRequestError.SecureConnectionError || failure.InnerException is AuthenticationException;
#else
        failure.InnerException is WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }
        // To .NET Framework the handshake is part of sending the headers: of one that the server ended it says no more than this.
        || (failure.InnerException is WebException { Status: WebExceptionStatus.SendFailure }
            && request is { RequestUri.Scheme: "https", Content: not SendTrackingContent { MayHaveLeft: true } });
#endif

    private async Task<SecureString?> RenewAsync(HttpRequestMessage request, SecureString refused, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(request, refused, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Asks the source for a token; whatever goes wrong there is a failure to say who is calling.</summary>
    private async Task<SecureString?> AskAsync(HttpRequestMessage request, SecureString? refused, CancellationToken cancellationToken)
    {
        var patience = ResponseTimeout.Of(request);
        patience?.Pause();
        try
        {
            return await _accessToken!(refused, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MimCmException && !cancellationToken.IsCancellationRequested)
        {
            throw new MimCmException(MimCmError.Unauthorized, Strings.TokenFailed.With(request.RequestUri!.Authority, ErrorMessageReader.Printable(e.Message)), e);
        }
        finally
        {
            patience?.Resume();
        }
    }

    private async Task<HttpResponseMessage> SendWithTokenAsync(HttpRequestMessage request, SecureString token, CancellationToken cancellationToken)
    {
        var text = Open(token);
        if (text.Length == 0 || text.Any(letter => letter is <= ' ' or > '~'))
            throw new MimCmException(MimCmError.Unauthorized, Strings.TokenNotOne.With(request.RequestUri!.Authority));

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", text);
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
            return Marshal.PtrToStringUni(memory, token.Length).Trim();
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
        options.ProxyAddress() is { } address ? new WebProxy(address) { Credentials = options.ProxyCredential } : null;

#if NET
    private static SocketsHttpHandler CreateTransport(MimCmClientOptions options, ServerCertificateValidator check)
    {
        var transport = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            CookieContainer = new CookieContainer(),
            Credentials = options.AccessToken is null ? IntegratedAuthentication(options) : null,
            DefaultProxyCredentials = options.ProxyCredential,
            // Negotiate and NTLM go on over the connection of the 401, so that its page must be read; little else must.
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            Proxy = ProxyOf(options),
            UseProxy = !options.NoProxy,
        };
        transport.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        // Thrown here, what is wrong goes with this connection's own failure.
        transport.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            check.Refusal(certificate, chain, errors) is not { } problem ? true : throw new AuthenticationException(problem);
        if (options.ClientCertificate() is { } own)
        {
            // A proxy that speaks TLS may ask for a certificate, too. This one is for the server.
            var server = options.ApiRoot().IdnHost;
            transport.SslOptions.LocalCertificateSelectionCallback = (_, host, _, _, _) => host.Equals(server, StringComparison.OrdinalIgnoreCase) ? own : null!;
        }

        return transport;
    }
#else
    private static AbortOnDisposeHandler CreateTransport(MimCmClientOptions options, ServerCertificateValidator check)
    {
        var transport = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            CookieContainer = new CookieContainer(),
            Credentials = options.AccessToken is null ? IntegratedAuthentication(options) : null,
            DefaultProxyCredentials = options.ProxyCredential,
            MaxConnectionsPerServer = 64,
            // Windows PowerShell may still begin with TLS 1.0. What other code of the process speaks is its own affair.
            SslProtocols = SslProtocols.Tls12,
            UseProxy = !options.NoProxy,
            ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => check.Validate(message, certificate, chain, errors),
        };
        if (ProxyOf(options) is { } proxy)
            transport.Proxy = proxy;

        if (options.ClientCertificate() is { } own)
        {
            transport.ClientCertificateOptions = ClientCertificateOption.Manual;
            transport.ClientCertificates.Add(own);
        }

        return new AbortOnDisposeHandler(transport);
    }
#endif
}
