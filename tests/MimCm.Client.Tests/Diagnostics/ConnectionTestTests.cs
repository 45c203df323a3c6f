using System.Net;
using System.Net.Sockets;

namespace MimCm.Client.Tests;

/// <summary>A connection test uses the connection of a client and reports each step.</summary>
public sealed class ConnectionTestTests
{
    [Fact]
    public async Task ServerThatRequiresNoAuthenticationIsAWarning()
    {
        await using var server = ScriptedServer.Always(Reply.NoContent);

        var results = await TestAsync(server.Host);

        Assert.Equal(
            [ConnectionStepStatus.Passed, ConnectionStepStatus.Passed, ConnectionStepStatus.Passed, ConnectionStepStatus.Warning,
                ConnectionStepStatus.Warning, ConnectionStepStatus.Passed],
            results.Select(result => result.Result).ToArray());
        Assert.Equal("The server does not require authentication.", results[4].Detail);
        Assert.Equal(["/CertificateManagement/api/v1.0/requests?targetuser=current&status=None"], server.Calls.Select(call => call.Target).Distinct());
    }

    [Theory]
    [InlineData(503)]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task FailingServerIsNotReportedAsRequiringNoAuthentication(int code)
    {
        await using var server = ScriptedServer.Always(Reply.Status(code));

        var results = await TestAsync(server.Host);

        Assert.Contains($"{code}", results[4].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("does not require", results[4].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HtmlPageOfAnotherSystemFailsTheStepAuthentication()
    {
        await using var server = ScriptedServer.Always(Reply.Status(403, "<html></html>", "Content-Type: text/html", "Server: Contoso-Proxy"));

        var results = await TestAsync(server.Host);

        Assert.Equal((ConnectionStepStatus.Failed, ConnectionStepStatus.Skipped), (results[4].Result, results[5].Result));
        Assert.Contains("Contoso-Proxy", results[4].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://proxy.contoso.com")]
    [InlineData("http://carol:Secret7@proxy.contoso.com")]
    public async Task InvalidOptionsAreAResultAndNoException(string proxy)
    {
        var results = await TestAsync(new Uri("https://cm.contoso.com"), options =>
        {
            options.NoProxy = false;
            options.Proxy = new Uri(proxy);
        });

        Assert.Equal(ConnectionStepStatus.Failed, results[0].Result);
        Assert.All(results.Skip(1), result => Assert.Equal(ConnectionStepStatus.Skipped, result.Result));
        Assert.DoesNotContain("Secret7", results[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddressIsShownAsIPv4AndNotAsMapped()
    {
        await using var server = ScriptedServer.Always(Reply.NoContent);

        foreach (var result in await TestAsync(new Uri($"http://localhost:{server.Host.Port}")))
            Assert.DoesNotContain("::ffff:", result.Detail, StringComparison.Ordinal);
    }

    [FactNotOnMono(Mono.HasOtherFailures)]
    public async Task HttpsToAPlainHttpPortIsNotReportedAsACertificateProblem()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = RefuseTlsAsync(listener);

        var results = await TestAsync(new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}"));

        Assert.Equal((ConnectionStepStatus.Failed, MimCmError.TlsFailure), (results[3].Result, results[3].Failure?.Error));
        Assert.Contains("may not be an https port", results[3].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("inner exception", results[3].Detail, StringComparison.Ordinal);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public async Task HttpToATlsPortIsReported()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=localhost");
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved), certificate);

        var results = await TestAsync(new Uri($"http://localhost:{server.Address.Port}"));

        Assert.Equal(ConnectionStepStatus.Failed, results[4].Result);
        Assert.Contains("https", results[4].Detail, StringComparison.Ordinal);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public async Task UntrustedCertificateFailsOrIsAWarningIfChecksAreOff()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=elsewhere.invalid", "elsewhere.invalid");
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved), certificate);

        var strict = await TestAsync(server.Address);
        var lax = await TestAsync(server.Address, options => options.SkipCertificateCheck = true);

        Assert.Equal((ConnectionStepStatus.Failed, MimCmError.TlsFailure), (strict[3].Result, strict[3].Failure?.Error));
        Assert.Contains("elsewhere.invalid", strict[3].Detail, StringComparison.Ordinal);
        Assert.Equal(ConnectionStepStatus.Warning, lax[3].Result);
        Assert.Equal(ConnectionStepStatus.Passed, lax[5].Result);
    }

    [Fact]
    public async Task TestCanBeCanceled()
    {
        await using var server = ScriptedServer.Always(Reply.Silence);
        using var stop = new CancellationTokenSource();

        var testing = TestAsync(server.Host, cancellationToken: stop.Token);
        await Eventually.TrueAsync(() => server.Calls.Count > 0);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(testing));
    }

    [Fact]
    public void NullOptionsAreRejected() => Assert.Throws<ArgumentNullException>(() => ConnectionTest.RunAsync(null!, ""));

    /// <summary>Responds to a TLS handshake like a server for plain http.</summary>
    private static async Task RefuseTlsAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync();
                await socket.ReceiveAsync(new byte[1024].AsMemory());
                await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".Bytes().AsMemory());
                socket.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private static async Task<List<ConnectionTestResult>> TestAsync(Uri address, Action<MimCmClientOptions>? configure = null,
        CancellationToken cancellationToken = default)
    {
        var options = new MimCmClientOptions { Address = address, NoProxy = true, MaximumRetryCount = 0, Timeout = Eventually.Limit };
        configure?.Invoke(options);
        Mono.LendIdentity(options);
        var results = new List<ConnectionTestResult>();
        await foreach (var result in ConnectionTest.RunAsync(options, "carol", cancellationToken))
            results.Add(result);

        Assert.Equal([.. Enum.GetValues(typeof(ConnectionStep)).Cast<ConnectionStep>()], results.Select(result => result.Step).ToArray());
        return results;
    }
}
