using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Diagnostics;

/// <summary>One run of a <see cref="ConnectionTest"/>.</summary>
internal sealed class ConnectionTestRun(MimCmClientOptions options, string identity)
{
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(15);

    private ConnectionSettings? _settings;
    private Uri? _proxy;
    private MimCmException? _probeFailure;

    private Uri Root => _settings!.BaseAddress;

    /// <summary>The host to resolve and to connect to. An IPv6 address includes its zone.</summary>
    private string Host => Root.DnsSafeHost.Replace("%25", "%");

    public async IAsyncEnumerable<ConnectionTestResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var goesOn = true;
        foreach (var (step, test) in new (ConnectionStep, Func<CancellationToken, Task<ConnectionTestResult>>)[]
        {
            (ConnectionStep.Address, TestAddressAsync),
            (ConnectionStep.NameResolution, TestNameResolutionAsync),
            (ConnectionStep.Tcp, TestTcpAsync),
            (ConnectionStep.Tls, TestTlsAsync),
            (ConnectionStep.Authentication, TestAuthenticationAsync),
            (ConnectionStep.Api, TestApiAsync),
        })
        {
            var result = goesOn
                ? await RunStepAsync(step, test, cancellationToken).ConfigureAwait(false)
                : new ConnectionTestResult(step, ConnectionStepStatus.Skipped, Strings.StepSkipped);
            goesOn &= result.Result != ConnectionStepStatus.Failed;
            yield return result;
        }
    }

    private async Task<ConnectionTestResult> RunStepAsync(
        ConnectionStep step, Func<CancellationToken, Task<ConnectionTestResult>> test, CancellationToken cancellationToken)
    {
        using var timeout = new ResponseTimeout(options.TimeProvider, cancellationToken);
        timeout.Start(StepTimeout);
        try
        {
            return await test(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (MimCmException e)
        {
            return Failed(step, e);
        }
        catch (ArgumentException e)
        {
            return new ConnectionTestResult(step, ConnectionStepStatus.Failed, e.Message);
        }
        catch (Exception e) when (timeout.HasElapsed)
        {
            return Failed(step, new MimCmException(MimCmError.Timeout, Strings.StepTooLong.With(StepTimeout.TotalSeconds), e));
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or HttpRequestException)
        {
            return Failed(step, new MimCmException(MimCmError.ConnectionFailed, e.Message, e));
        }
    }

    /// <summary>The options are valid: the address, the proxy and the client certificate.</summary>
    private Task<ConnectionTestResult> TestAddressAsync(CancellationToken cancellationToken)
    {
        _settings = new ConnectionSettings(options);
        using var handler = HttpHandlerFactory.Create(options, _settings);
        _proxy = options.FindProxy(Root);
        return Task.FromResult(new ConnectionTestResult(ConnectionStep.Address, ConnectionStepStatus.Passed, Root.AbsoluteUri));
    }

    private async Task<ConnectionTestResult> TestNameResolutionAsync(CancellationToken cancellationToken)
    {
        if (_proxy is not null)
            return ThroughProxy(ConnectionStep.NameResolution);

#if NET
        var resolution = Dns.GetHostAddressesAsync(Host, cancellationToken);
#else
        var resolution = Dns.GetHostAddressesAsync(Host);
#endif
        await Task.WhenAny(resolution, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var addresses = await resolution.ConfigureAwait(false);
        return new ConnectionTestResult(ConnectionStep.NameResolution, ConnectionStepStatus.Passed, string.Join(", ", addresses.Select(ToText).Distinct()));
    }

    private async Task<ConnectionTestResult> TestTcpAsync(CancellationToken cancellationToken)
    {
        if (_proxy is not null)
            return ThroughProxy(ConnectionStep.Tcp);

        using var tcp = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var end = (IPEndPoint)tcp.Client.RemoteEndPoint!;
        return new ConnectionTestResult(ConnectionStep.Tcp, ConnectionStepStatus.Passed, new IPEndPoint(Unmap(end.Address), end.Port).ToString());
    }

    private async Task<ConnectionTestResult> TestTlsAsync(CancellationToken cancellationToken)
    {
        if (Root.Scheme != Uri.UriSchemeHttps)
            return new ConnectionTestResult(ConnectionStep.Tls, ConnectionStepStatus.Warning, Strings.StepPlainHttp);

        if (_proxy is not null)
            return ThroughProxy(ConnectionStep.Tls);

        var validator = new ServerCertificateValidator(skip: false);
        var certificateText = "";
        var isTrusted = false;
        using var tcp = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        using var registration = cancellationToken.Register(tcp.Close);
        using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (sender, certificate, chain, errors) =>
        {
            isTrusted = validator.Validate(sender, certificate, chain, errors);
            certificateText = certificate is null ? "" : Strings.StepCertificate.With(
                certificate.Subject,
                certificate.Issuer,
                certificate.GetCertHashString(),
                certificate.GetEffectiveDateString(),
                certificate.GetExpirationDateString());
            return isTrusted || options.SkipCertificateCheck;
        });

        try
        {
            var own = options.ClientCertificate() is { } certificate ? new X509CertificateCollection { certificate } : null;
            await tls.AuthenticateAsClientAsync(Host, own, HttpHandlerFactory.TlsVersions, checkCertificateRevocation: false).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException && !cancellationToken.IsCancellationRequested)
        {
            var problem = validator.Problem ?? ErrorMapper.DescribeTlsFailure(e);
            return Failed(ConnectionStep.Tls, new MimCmException(MimCmError.TlsFailure, Strings.TlsFailure.With(Root.Authority, problem), e)
            {
                IsCertificateRejected = validator.Problem is not null,
            });
        }

        var (status, text) = isTrusted
            ? (ConnectionStepStatus.Passed, $"{tls.SslProtocol}. {certificateText}")
            : (ConnectionStepStatus.Warning, Strings.StepNotChecked.With(validator.Problem));
        return new ConnectionTestResult(ConnectionStep.Tls, status, UnicodeText.ToSingleLine(text));
    }

    private async Task<ConnectionTestResult> TestAuthenticationAsync(CancellationToken cancellationToken)
    {
        // Both calls use the same kind of handler as a client. The first one sends no identity.
        var (code, offered) = await CallAnonymouslyAsync(cancellationToken).ConfigureAwait(false);
        using var client = MimCmClient.Create(options);
        try
        {
            await client.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e)
        {
            _probeFailure = e;
            if (e.StatusCode is null or 401 or 407 || (e.IsHtmlResponse && e.Error != MimCmError.ApiDisabled))
                return Failed(ConnectionStep.Authentication, e);
        }

        var (status, text) = offered is not null ? (ConnectionStepStatus.Passed, Strings.StepAuthenticated.With(offered, GetUsedScheme(offered), identity))
            : code is >= 200 and < 300 ? (ConnectionStepStatus.Warning, Strings.StepNoAuthentication)
            : (ConnectionStepStatus.Warning, Strings.StepNotKnown.With(code));
        return new ConnectionTestResult(ConnectionStep.Authentication, status, text);
    }

    private Task<ConnectionTestResult> TestApiAsync(CancellationToken cancellationToken) => Task.FromResult(_probeFailure switch
    {
        null => new ConnectionTestResult(ConnectionStep.Api, ConnectionStepStatus.Passed, Strings.StepApi.With(Root.AbsoluteUri)),
        { Error: MimCmError.Forbidden } => new ConnectionTestResult(ConnectionStep.Api, ConnectionStepStatus.Warning, _probeFailure.Message, _probeFailure),
        _ => Failed(ConnectionStep.Api, _probeFailure),
    });

    /// <summary>Sends a call without an identity.</summary>
    /// <returns>The status code, and the schemes that the server offers; null if it does not require authentication.</returns>
    private async Task<(int Code, string? Offered)> CallAnonymouslyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(HttpHandlerFactory.CreateAnonymous(options, _settings!)) { Timeout = Timeout.InfiniteTimeSpan };
        var call = new ApiCall(HttpMethod.Get, new Uri(Root, $"requests?{RequestQuery.ProbeQuery}"));
        try
        {
            using var response = await http.GetAsync(call.Uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var schemes = response.Headers.WwwAuthenticate.Select(header => _settings!.Sanitizer.ToParagraph(header.Scheme)).Distinct();
            return ((int)response.StatusCode, response.StatusCode == HttpStatusCode.Unauthorized ? string.Join(", ", schemes) : null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ErrorMapper.FromException(e, call, isSent: false, _settings!) is { } failure)
        {
            throw ErrorMapper.WithHttpsHint(failure, _settings!);
        }
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var tcp = new TcpClient();
        try
        {
            using (cancellationToken.Register(tcp.Close))
                await tcp.ConnectAsync(Host, Root.Port).ConfigureAwait(false);

            return tcp;
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    private ConnectionTestResult ThroughProxy(ConnectionStep step) =>
        new(step, ConnectionStepStatus.Skipped, Strings.StepThroughProxy.With(_proxy!.Authority));

    /// <summary>The scheme that the client uses. It prefers Negotiate to NTLM.</summary>
    private string GetUsedScheme(string offered) =>
        options.AccessToken is not null ? "Bearer"
        : offered.IndexOf("Negotiate", StringComparison.OrdinalIgnoreCase) >= 0 ? "Negotiate"
        : "NTLM";

    private static ConnectionTestResult Failed(ConnectionStep step, MimCmException failure) => new(step, ConnectionStepStatus.Failed, failure.Message, failure);

    private static string ToText(IPAddress address) => Unmap(address).ToString();

    private static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
