using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>Tries the way to a server step by step. A server that is down is a finding, not an exception.</summary>
public static class ConnectionTest
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Tries each step and gives what it found; after one that failed, the rest is skipped.</summary>
    /// <param name="options">Which server, as whom and how.</param>
    /// <param name="identity">How to call the identity in what is found.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public static async IAsyncEnumerable<ConnectionTestResult> RunAsync(MimCmClientOptions options, string identity, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));

        var (address, root) = CheckAddress(options);
        yield return address;

        var goesOn = root is not null;
        foreach (var (step, check) in Steps(options, root, identity))
        {
            var finding = goesOn
                ? await TryAsync(step, check, cancellationToken).ConfigureAwait(false)
                : new ConnectionTestResult(step, ConnectionStepStatus.Skipped, Strings.StepSkipped);
            goesOn = finding.Result is ConnectionStepStatus.Passed or ConnectionStepStatus.Warning || (finding.Result == ConnectionStepStatus.Skipped && goesOn);
            yield return finding;
        }
    }

    private static IEnumerable<(ConnectionStep Step, Func<CancellationToken, Task<ConnectionTestResult>> Check)> Steps(MimCmClientOptions options, Uri? root, string identity)
    {
        // The proxy resolves the name and connects, so that these two would say nothing.
        var direct = root is null || options.NoProxy || ProxyFor(options, root) is not { } proxy
            ? null
            : Strings.StepThroughProxy.With(proxy.Authority);

        yield return (ConnectionStep.NameResolution, token => direct is null ? ResolveAsync(root!) : Skip(ConnectionStep.NameResolution, direct));
        yield return (ConnectionStep.Tcp, token => direct is null ? ConnectAsync(root!, token) : Skip(ConnectionStep.Tcp, direct));
        yield return (ConnectionStep.Tls, token =>
            root!.Scheme != Uri.UriSchemeHttps ? Task.FromResult(new ConnectionTestResult(ConnectionStep.Tls, ConnectionStepStatus.Warning, Strings.StepPlainHttp))
            : direct is null ? HandshakeAsync(root, options, token)
            : Skip(ConnectionStep.Tls, direct));

        var probe = new Probe(options, root!, identity);
        yield return (ConnectionStep.Authentication, probe.AuthenticateAsync);
        yield return (ConnectionStep.Api, probe.AskAsync);
    }

    private static Task<ConnectionTestResult> Skip(ConnectionStep step, string why) =>
        Task.FromResult(new ConnectionTestResult(step, ConnectionStepStatus.Skipped, why));

    private static (ConnectionTestResult Finding, Uri? Root) CheckAddress(MimCmClientOptions options)
    {
        try
        {
            var root = options.ApiRoot();
            return (new ConnectionTestResult(ConnectionStep.Address, ConnectionStepStatus.Passed, root.AbsoluteUri), root);
        }
        catch (ArgumentException e)
        {
            return (new ConnectionTestResult(ConnectionStep.Address, ConnectionStepStatus.Failed, e.Message), null);
        }
        catch (MimCmException e)
        {
            return (Failed(ConnectionStep.Address, e), null);
        }
    }

    private static async Task<ConnectionTestResult> TryAsync(ConnectionStep step, Func<CancellationToken, Task<ConnectionTestResult>> check, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(ResponseTimeout);
        try
        {
            return await check(timed.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (MimCmException e)
        {
            return Failed(step, e);
        }
        catch (Exception e) when (timed.IsCancellationRequested)
        {
            return Failed(step, new MimCmException(MimCmError.Timeout, Strings.StepTooLong.With(ResponseTimeout.TotalSeconds), e));
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or HttpRequestException)
        {
            return Failed(step, new MimCmException(step == ConnectionStep.Tls ? MimCmError.TlsFailure : MimCmError.ConnectionFailed, e.Message, e));
        }
    }

    private static ConnectionTestResult Failed(ConnectionStep step, MimCmException failure) => new(step, ConnectionStepStatus.Failed, failure.Message, failure);

    private static Uri? ProxyFor(MimCmClientOptions options, Uri root)
    {
        if (options.Proxy is not null)
            return options.Proxy;

        var proxy = WebRequest.DefaultWebProxy;
        return proxy is null || proxy.IsBypassed(root) ? null : proxy.GetProxy(root) is { } address && address != root ? address : null;
    }

    private static async Task<ConnectionTestResult> ResolveAsync(Uri root)
    {
        var addresses = await Dns.GetHostAddressesAsync(root.DnsSafeHost).ConfigureAwait(false);
        return new ConnectionTestResult(ConnectionStep.NameResolution, ConnectionStepStatus.Passed, string.Join(", ", addresses.Select(address => address.ToString())));
    }

    private static async Task<ConnectionTestResult> ConnectAsync(Uri root, CancellationToken cancellationToken)
    {
        using var tcp = await OpenAsync(root, cancellationToken).ConfigureAwait(false);
        return new ConnectionTestResult(ConnectionStep.Tcp, ConnectionStepStatus.Passed, tcp.Client.RemoteEndPoint?.ToString() ?? "");
    }

    private static async Task<TcpClient> OpenAsync(Uri root, CancellationToken cancellationToken)
    {
        var tcp = new TcpClient();
        try
        {
            using (cancellationToken.Register(tcp.Close))
                await tcp.ConnectAsync(root.DnsSafeHost, root.Port).ConfigureAwait(false);

            return tcp;
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    private static async Task<ConnectionTestResult> HandshakeAsync(Uri root, MimCmClientOptions options, CancellationToken cancellationToken)
    {
        var strict = new ServerCertificateValidator(skip: false);
        var facts = "";
        var trusted = false;
        using var tcp = await OpenAsync(root, cancellationToken).ConfigureAwait(false);
        using var registration = cancellationToken.Register(tcp.Close);
        using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (sender, certificate, chain, errors) =>
        {
            trusted = strict.Validate(sender, certificate, chain, errors);
            facts = certificate is null ? "" : Strings.StepCertificate.With(
                ErrorMessageReader.Printable(certificate.Subject), ErrorMessageReader.Printable(certificate.Issuer), certificate.GetCertHashString(), certificate.GetEffectiveDateString(), certificate.GetExpirationDateString());
            return trusted || options.SkipCertificateCheck;
        });

        try
        {
            var certificates = options.Certificate is null ? null : new X509CertificateCollection { options.Certificate };
            await tls.AuthenticateAsClientAsync(root.DnsSafeHost, certificates, SslProtocols.None, checkCertificateRevocation: false).ConfigureAwait(false);
        }
        catch (AuthenticationException e) when (strict.Problem is not null)
        {
            return Failed(ConnectionStep.Tls, new MimCmException(MimCmError.TlsFailure, Strings.TlsFailure.With(root.Authority, strict.Problem), e));
        }

        return trusted
            ? new ConnectionTestResult(ConnectionStep.Tls, ConnectionStepStatus.Passed, $"{tls.SslProtocol}. {facts}")
            : new ConnectionTestResult(ConnectionStep.Tls, ConnectionStepStatus.Warning, Strings.StepNotChecked.With(strict.Problem));
    }

    /// <summary>The two steps that one call answers.</summary>
    private sealed class Probe(MimCmClientOptions options, Uri root, string identity)
    {
        private MimCmException? _failure;

        public async Task<ConnectionTestResult> AuthenticateAsync(CancellationToken cancellationToken)
        {
            var offered = await AskOfferedAsync(cancellationToken).ConfigureAwait(false);
            using var client = MimCmClient.Create(options);
            try
            {
                await client.ProbeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (MimCmException e)
            {
                _failure = e;
                if (e.StatusCode is null or 401 or 407)
                    return Failed(ConnectionStep.Authentication, e);
            }

            return offered.Length == 0
                ? new ConnectionTestResult(ConnectionStep.Authentication, ConnectionStepStatus.Warning, Strings.StepNoAuthentication)
                : new ConnectionTestResult(ConnectionStep.Authentication, ConnectionStepStatus.Passed, Strings.StepAuthenticated.With(offered, UsedOf(offered), identity));
        }

        /// <summary>The scheme by which the client shows who it is: of several that are offered, it takes Negotiate before NTLM.</summary>
        private string UsedOf(string offered) =>
            options.AccessToken is not null ? "Bearer"
            : offered.IndexOf("Negotiate", StringComparison.OrdinalIgnoreCase) >= 0 ? "Negotiate"
            : "NTLM";

        public Task<ConnectionTestResult> AskAsync(CancellationToken cancellationToken) => Task.FromResult(_failure switch
        {
            null => new ConnectionTestResult(ConnectionStep.Api, ConnectionStepStatus.Passed, Strings.StepApi.With(root.AbsoluteUri)),
            { Error: MimCmError.Forbidden } => new ConnectionTestResult(ConnectionStep.Api, ConnectionStepStatus.Warning, _failure.Message, _failure),
            _ => Failed(ConnectionStep.Api, _failure),
        });

        /// <summary>The schemes that the server offers to one who says nothing of himself; empty when it wants none.</summary>
        private async Task<string> AskOfferedAsync(CancellationToken cancellationToken)
        {
            using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !options.NoProxy };
            if (options.Proxy is not null)
                handler.Proxy = new WebProxy(options.Proxy) { Credentials = options.ProxyCredential };

            if (options.SkipCertificateCheck)
                handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;

            if (options.Certificate is not null)
                handler.ClientCertificates.Add(options.Certificate);

            using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            using var answer = await http.GetAsync(new Uri(root, "requests?targetuser=current&status=None"), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.Unauthorized
                ? string.Join(", ", answer.Headers.WwwAuthenticate.Select(header => ErrorMessageReader.Printable(header.Scheme)).Distinct())
                : "";
        }
    }
}
