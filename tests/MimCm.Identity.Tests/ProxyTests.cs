using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using MimCm.Simulator;

namespace MimCm.Identity.Tests;

/// <summary>Connections through tinyproxy, whose log has the calls, and through malicious proxies.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string User = "proxy-user";
    private const string Password = "Secret-of-the-proxy";

    private readonly string _folder = Directory.CreateTempSubdirectory("mimcm-proxy-").FullName;
    private readonly List<Process> _proxies = [];
    private readonly X509Certificate2 _certificate = CertificateMaker.SelfSigned("CN=localhost");
    private ScriptedServer _server = null!;

    public Task InitializeAsync()
    {
        _server = ScriptedServer.Always(Reply.NoContent, _certificate);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _proxies.ForEach(IsolatedProcess.Stop);
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [NeedsFact(Needs.Proxy)]
    public async Task ProxyCannotReadTls()
    {
        var (proxy, log) = await StartAsync();

        var result = await RunAsync(Job() with { Proxy = proxy, Token = "a-token" });

        Assert.Null(result.Message);
        Assert.Contains($"CONNECT localhost:{_server.Address.Port}", await log());
        Assert.DoesNotContain("requests", await log());
        Assert.Equal(["Bearer a-token"], _server.Values("Authorization"));
    }

    [NeedsFact(Needs.Proxy)]
    public async Task PlainHttpUsesTheProxyToo()
    {
        var (proxy, log) = await StartAsync(User, Password);
        await using var plain = ScriptedServer.Always(Reply.NoContent);

        var result = await RunAsync(Job() with { Address = plain.Address, Proxy = proxy, ProxyUser = User, ProxyPassword = Password });

        Assert.Null(result.Message);
        Assert.Contains($"GET http://localhost:{plain.Address.Port}/", await log());
        Assert.DoesNotContain(plain.Calls, call => call.Head.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [NeedsFact(Needs.Proxy)]
    public async Task PasswordOfTheProxyIsSentToTheProxyOnly()
    {
        var (proxy, log) = await StartAsync(User, Password);

        var result = await RunAsync(Job() with { Proxy = proxy, ProxyUser = User, ProxyPassword = Password });

        Assert.Null(result.Message);
        Assert.Contains($"CONNECT localhost:{_server.Address.Port}", await log());
        Assert.Equal(["GET"], _server.Calls.Select(call => call.Method));
        Assert.DoesNotContain("Proxy-", _server.Calls[0].Head, StringComparison.OrdinalIgnoreCase);
    }

    [NeedsFact(Needs.Proxy)]
    public async Task MissingOrWrongPasswordOfTheProxyIsReportedAndTheServerReceivesNothing()
    {
        var (proxy, _) = await StartAsync(User, Password);
        await using var plain = ScriptedServer.Always(Reply.NoContent);
        Job[] jobs =
        [
            Job() with { Proxy = proxy },
            Job() with { Proxy = proxy, ProxyUser = User, ProxyPassword = "Wrong-for-the-proxy" },
            Job() with { Proxy = proxy, Address = plain.Address },
        ];

        foreach (var job in jobs)
        {
            var result = await RunAsync(job);

            Assert.Equal("ConnectionFailed", result.Error);
            Assert.Contains("proxy", result.Message);
            Assert.Matches("407|401", result.Message);
            Assert.DoesNotContain("for-the-proxy", result.Whole);
        }

        Assert.Equal(0, _server.Connections);
        Assert.Equal(0, plain.Connections);
    }

    [NeedsFact(Needs.Proxy)]
    public async Task SystemProxyIsUsedUnlessNoProxyIsSpecified()
    {
        var (proxy, log) = await StartAsync();
        var system = new Dictionary<string, string> { ["https_proxy"] = proxy.AbsoluteUri, ["http_proxy"] = proxy.AbsoluteUri };

        Assert.Null((await RunAsync(Job(), system)).Message);
        var once = await log();
        Assert.Contains("CONNECT localhost", once);

        Assert.Null((await RunAsync(Job() with { NoProxy = true }, system)).Message);
        Assert.Null((await RunAsync(Job(), new Dictionary<string, string>(system) { ["no_proxy"] = "localhost" })).Message);
        Assert.Equal(once, await log());
    }

    [NeedsFact(Needs.Proxy)]
    public async Task SystemProxyReceivesTheSpecifiedCredential()
    {
        var (proxy, log) = await StartAsync(User, Password);
        var system = new Dictionary<string, string> { ["https_proxy"] = proxy.AbsoluteUri };

        var without = await RunAsync(Job(), system);
        var with = await RunAsync(Job() with { ProxyUser = User, ProxyPassword = Password }, system);
        var inTheAddress = await RunAsync(Job(), new Dictionary<string, string> { ["https_proxy"] = $"http://{User}:{Password}@127.0.0.1:{proxy.Port}" });
        var wrongInTheAddress = await RunAsync(Job(),
            new Dictionary<string, string> { ["https_proxy"] = $"http://{User}:Wrong-for-the-proxy@127.0.0.1:{proxy.Port}" });

        Assert.Equal(["ConnectionFailed", null, null, "ConnectionFailed"],
            new[] { without, with, inTheAddress, wrongInTheAddress }.Select(result => result.Error));
        Assert.DoesNotContain("Wrong-for", wrongInTheAddress.Whole);
        Assert.Contains("CONNECT localhost", await log());
    }

    [Theory]
    [InlineData("ftp://localhost:1"), InlineData("http://localhost:1")]
    public async Task InvalidSystemProxyIsReported(string address)
    {
        var result = await RunAsync(Job(), new Dictionary<string, string> { ["https_proxy"] = address });

        // The platform ignores an address that it cannot parse.
        Assert.Contains(result.Error, new[] { "ConnectionFailed", null });
    }

    [Fact]
    public async Task ProxyDoesNotReceiveTheIdentityOfTheCaller()
    {
        await using var proxy = ScriptedServer.Always(Reply.Status(407, "",
            "Proxy-Authenticate: Negotiate", "Proxy-Authenticate: NTLM", "Proxy-Authenticate: Basic realm=\"x\""));

        var result = await RunAsync(Job() with { Proxy = proxy.Address, User = "user1", Password = "Password-of-user1" });

        Assert.Equal("ConnectionFailed", result.Error);
        Assert.Contains("407", result.Message);
        Assert.Empty(proxy.Values("Proxy-Authorization"));
        Assert.Empty(proxy.Values("Authorization"));
    }

    [Fact]
    public async Task ServerThatImpersonatesAProxyReceivesNothing()
    {
        await using var evil = ScriptedServer.Always(Reply.Status(407, "", "Proxy-Authenticate: Basic realm=\"x\""), _certificate);

        var result = await RunAsync(Job() with { Address = evil.Address, NoProxy = true, ProxyUser = User, ProxyPassword = Password });

        Assert.Equal("ConnectionFailed", result.Error);
        Assert.Empty(evil.Values("Proxy-Authorization"));
    }

    [NeedsFact(Needs.Proxy)]
    public async Task ServerBehindAProxyThatImpersonatesTheProxyReceivesNothing()
    {
        var (proxy, _) = await StartAsync(User, Password);
        await using var evil = ScriptedServer.Always(Reply.Status(407, "", "Proxy-Authenticate: Basic realm=\"x\""), _certificate);

        var result = await RunAsync(Job() with { Address = evil.Address, Proxy = proxy, ProxyUser = User, ProxyPassword = Password });

        Assert.Equal("ConnectionFailed", result.Error);
        Assert.NotEmpty(evil.Calls);
        Assert.Empty(evil.Values("Proxy-Authorization"));
    }

    [Fact]
    public async Task ProxyThatTerminatesTlsFailsBecauseOfItsCertificate()
    {
        // It responds to CONNECT and then uses TLS with its own, untrusted certificate.
        using var own = CertificateMaker.SelfSigned("CN=localhost");
        await using var behind = ScriptedServer.Always(Reply.NoContent, own);
        await using var proxy = ScriptedServer.Choose(call => call.Method == "CONNECT" ? Reply.Tunnel(behind.Address.Port) : Reply.Status(502));

        var result = await RunAsync(Job() with { Proxy = proxy.Address, Token = "a-token", SkipCertificateCheck = false });

        Assert.Equal("TlsFailure", result.Error);
        Assert.Contains(own.Thumbprint, result.Message);
        Assert.Empty(behind.Calls);
        Assert.Empty(proxy.Values("Authorization"));
    }

    [Theory]
    [InlineData("http://user:pass@proxy:8080", "user name or password")]
    [InlineData("user:pass@proxy:8080", "user name or password")]
    [InlineData("proxy:8080", "not the address of a proxy")]
    [InlineData("ftp://proxy:8080", "not the address of a proxy")]
    [InlineData("file:///etc/passwd", "not the address of a proxy")]
    public void InvalidProxyAddressOrOneWithAPasswordIsRejectedBeforeAnyCall(string proxy, string reason)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => MimCmClient.Create(new MimCmClientOptions { Address = new Uri("https://cm.contoso.invalid"), Proxy = new Uri(proxy) }));

        Assert.Contains(reason, refusal.Message);
        Assert.DoesNotContain("pass@", refusal.ToString());
    }

    private Job Job() => new() { Address = _server.Address, SkipCertificateCheck = true };

    /// <summary>Makes a call in this process if the job specifies a proxy, otherwise in a process with a proxy in its environment.</summary>
    private static async Task<JobResult> RunAsync(Job job, IReadOnlyDictionary<string, string>? environment = null) =>
        Assert.Single(environment is null ? await Program.RunAsync(job) : await ClientProcess.RunAsync(job, environment));

    /// <summary>Starts a proxy. Returns its address and its log.</summary>
    private async Task<(Uri Address, Func<Task<string>> Log)> StartAsync(params string[] account)
    {
        var (process, port) = await IsolatedProcess.StartScriptAsync("Infrastructure/proxy.sh", _folder, account);
        _proxies.Add(process);
        return (new Uri($"http://127.0.0.1:{port}"), () => File.ReadAllTextAsync(Path.Combine(_folder, "proxy.log")));
    }
}
