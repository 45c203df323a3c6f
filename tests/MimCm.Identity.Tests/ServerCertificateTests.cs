using System.Net;
using System.Security.Cryptography.X509Certificates;
using MimCm.Simulator;

namespace MimCm.Identity.Tests;

public sealed class ServerCertificateTests
{
    [Theory]
    [InlineData(ServerCertificateKind.SelfSigned, "localhost")]
    [InlineData(ServerCertificateKind.Expired, "localhost")]
    [InlineData(ServerCertificateKind.NotYetValid, "localhost")]
    [InlineData(ServerCertificateKind.WrongName, "elsewhere.invalid")]
    public async Task UntrustedCertificateIsRejectedWithTheReason(ServerCertificateKind kind, string name)
    {
        await using var sim = await StartAsync(kind);
        using var client = Client(sim);

        var failure = await FailsAsync(client);

        Assert.Contains($"CN={name}", failure.Message);
        Assert.Contains(sim.Certificate!.Thumbprint, failure.Message);
        Assert.Contains(sim.Certificate.GetExpirationDateString(), failure.Message);
        Assert.Matches(kind switch
        {
            ServerCertificateKind.WrongName => "issued for another name: elsewhere.invalid",
            ServerCertificateKind.Expired => "expired",
            ServerCertificateKind.NotYetValid => "not yet valid",
            _ => "self-signed",
        }, failure.Message);
        Assert.Empty(sim.Calls);
    }

    [Fact]
    public async Task CertificateWithSeveralProblemsIsRejectedWithAllReasons()
    {
        using var authority = new CertificateMaker();
        using var certificate = authority.Sign("elsewhere.invalid", -20, -10);
        await using var evil = ScriptedServer.Always(Reply.Json("[]"), certificate);
        using var client = Client(evil.Address);

        var failure = await FailsAsync(client);

        Assert.Contains("another name: elsewhere.invalid", failure.Message);
        Assert.Contains("expired", failure.Message);
        Assert.Contains("issuer", failure.Message);
        Assert.Empty(evil.Calls);
    }

    [Fact]
    public async Task NamesInACertificateCannotControlTheTerminal()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=\"\u001b]0;owned\u0007 \u202Egnihton\"", "elsewhere.invalid");
        await using var evil = ScriptedServer.Always(Reply.Json("[]"), certificate);
        using var client = Client(evil.Address);

        var failure = await FailsAsync(client);

        Assert.Contains(certificate.Thumbprint, failure.Message);
        Terminal.IsSafe(failure);
    }

    [Fact]
    public async Task SkippedCheckAppliesToThatClientOnly()
    {
        await using var sim = await StartAsync(ServerCertificateKind.Expired);
        using var skipping = Client(sim, skip: true);
        await skipping.ProbeAsync();

        using var strict = Client(sim);
        using var plain = new HttpClient();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => skipping.ProbeAsync()));
        await FailsAsync(strict);
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new Uri(sim.BaseAddress, "api/v1.0/requests")));
        await skipping.ProbeAsync();
        await FailsAsync(strict);

        Assert.Equal(10, sim.Calls.Count);
    }

    [Fact]
    public async Task SettingsOfTheProcessAreNotChanged()
    {
#pragma warning disable SYSLIB0014 // Asked whether somebody has set it.
        var before = (ServicePointManager.SecurityProtocol, ServicePointManager.ServerCertificateValidationCallback,
            ServicePointManager.DefaultConnectionLimit, HttpClient.DefaultProxy);
        await using var sim = await StartAsync(ServerCertificateKind.SelfSigned);
        using var client = Client(sim, skip: true);
        await client.ProbeAsync();

        Assert.Equal(before, (ServicePointManager.SecurityProtocol, ServicePointManager.ServerCertificateValidationCallback,
            ServicePointManager.DefaultConnectionLimit, HttpClient.DefaultProxy));
        Assert.Null(ServicePointManager.ServerCertificateValidationCallback);
#pragma warning restore SYSLIB0014
    }

    [Fact]
    public async Task LaterFailureDoesNotMentionAnEarlierCertificate()
    {
        // First an untrusted certificate, then a server without TLS, at the same address.
        using var certificate = CertificateMaker.SelfSigned("CN=yesterday");
        var evil = ScriptedServer.Always(Reply.Json("[]"), certificate);
        using var client = Client(evil.Address);
        Assert.Contains("CN=yesterday", (await FailsAsync(client)).Message);
        await evil.DisposeAsync();

        await using var plain = ScriptedServer.Always(Reply.Status(400), port: evil.Address.Port, greeting: "SSH-2.0-none\r\n");
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.DoesNotContain("yesterday", failure.Message);
    }

    [Fact]
    public async Task TrustedCertificateIsAcceptedForItsNamesOnly()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var authority = new CertificateMaker();
        var folder = Directory.CreateTempSubdirectory("mimcm-trust-").FullName;
        var trust = new Dictionary<string, string> { ["SSL_CERT_FILE"] = Path.Combine(folder, "trusted.pem") };
        await File.WriteAllTextAsync(trust["SSL_CERT_FILE"], authority.AuthorityPem);

        using var right = authority.Sign("localhost");
        using var wrong = authority.Sign("elsewhere.invalid");
        using var late = authority.Sign("localhost", -20, -10);
        await using var rightServer = ScriptedServer.Always(Reply.NoContent, right);
        await using var wrongServer = ScriptedServer.Always(Reply.NoContent, wrong);
        await using var lateServer = ScriptedServer.Always(Reply.NoContent, late);

        var results = await Task.WhenAll(
            new[] { rightServer, wrongServer, lateServer }
                .Select(server => ClientProcess.RunAsync(new Job { Address = server.Address, Token = "a-token" }, trust)));

        Assert.Equal([null, "TlsFailure", "TlsFailure"], results.Select(result => result[0].Error));
        Assert.Equal(["Bearer a-token"], rightServer.Values("Authorization"));
        Assert.Empty(wrongServer.Calls);
        Assert.Empty(lateServer.Calls);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ClientCertificateIsSentToTheServerThatRequestsIt()
    {
        await using var sim = await SimulatorHost.StartAsync(
            new SimulatorOptions { Tls = true, ClientCertificates = ClientCertificatePolicy.Require, Requests = 10 });
        using var certificate = CertificateMaker.SelfSigned("CN=user1");
        using var with = Client(sim, skip: true, certificate);
        using var without = Client(sim, skip: true);

        await with.ProbeAsync();
        var failure = await Assert.ThrowsAsync<MimCmException>(() => without.ProbeAsync());

        Assert.Equal(MimCmError.Forbidden, failure.Error);
        Assert.Equal([certificate.Thumbprint, null], sim.Calls.Select(call => call.ClientCertificate));
    }

    [Fact]
    public async Task ClientCertificateIsNotSentToAProxyThatRequestsIt()
    {
        using var shown = CertificateMaker.SelfSigned("CN=a proxy", "127.0.0.1");
        await using var proxy = ScriptedServer.Always(Reply.Status(502), shown);
        using var certificate = CertificateMaker.SelfSigned("CN=user1");
        using var client = MimCmClient.Create(new MimCmClientOptions
        {
            Address = new Uri("https://cm.contoso.invalid"),
            Certificate = certificate,
            Proxy = new UriBuilder(proxy.Address) { Host = "127.0.0.1" }.Uri,
            SkipCertificateCheck = true,
            MaximumRetryCount = 0,
        });

        await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.Equal("CONNECT cm.contoso.invalid:443 HTTP/1.1", proxy.Calls[0].Head.Split("\r\n")[0]);
        Assert.Empty(proxy.ClientCertificates);
    }

    [Fact]
    public void ClientCertificateWithoutItsKeyIsRejectedBeforeAnyCall()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=user1");
        using var half = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));

        var refusal = Assert.Throws<ArgumentException>(() => Client(new Uri("https://cm.contoso.invalid"), certificate: half));

        Assert.Contains(certificate.Thumbprint, refusal.Message);
        Assert.Contains($"The private key of the client certificate {certificate.Thumbprint} is not available", refusal.Message);
    }

    [NeedsFact(Needs.OpenSsl)]
    public async Task TlsBefore12IsNotUsed()
    {
        var folder = Directory.CreateTempSubdirectory("mimcm-tls-").FullName;
        using var certificate = CertificateMaker.SelfSigned("CN=old");
        await File.WriteAllTextAsync(Path.Combine(folder, "server.pem"),
            certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(Path.Combine(folder, "lax.cnf"), """
            openssl_conf = lax
            [lax]
            ssl_conf = ssl
            [ssl]
            system_default = all
            [all]
            MinProtocol = TLSv1
            CipherString = DEFAULT@SECLEVEL=0
            """);
        var lax = new Dictionary<string, string> { ["OPENSSL_CONF"] = Path.Combine(folder, "lax.cnf") };
        foreach (var (version, expected) in new[] { ("-tls1_1", "TlsFailure"), ("-tls1_2", null) })
        {
            var port = Ports.Free();
            using var server = IsolatedProcess.Start("openssl", ["s_server",
                "-accept", $"127.0.0.1:{port}", "-cert", Path.Combine(folder, "server.pem"), version, "-www", "-cipher", "DEFAULT@SECLEVEL=0"], lax);
            await Ports.OpenAsync(port);

            var job = new Job { Address = new Uri($"https://localhost:{port}"), SkipCertificateCheck = true };
            var result = Assert.Single(await ClientProcess.RunAsync(job, lax));
            using var other = IsolatedProcess.Start("openssl", ["s_client", "-connect", $"127.0.0.1:{port}", version, "-cipher", "DEFAULT@SECLEVEL=0"], lax);
            other.StandardInput.Close();
            var said = await other.StandardOutput.ReadToEndAsync();
            server.Kill();

            // The page of s_server is not a list of requests, but it is a response.
            Assert.Equal(expected ?? "InvalidResponse", result.Error);
            Assert.Contains(version == "-tls1_1" ? "TLSv1.1" : "TLSv1.2", said);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<SimulatorHost> StartAsync(ServerCertificateKind kind) =>
        SimulatorHost.StartAsync(new SimulatorOptions { Tls = true, Certificate = kind, Requests = 10 });

    private static MimCmClient Client(SimulatorHost sim, bool skip = false, X509Certificate2? certificate = null) => Client(sim.BaseAddress, skip, certificate);

    private static MimCmClient Client(Uri address, bool skip = false, X509Certificate2? certificate = null) => MimCmClient.Create(new MimCmClientOptions
    {
        Address = new UriBuilder(address) { Host = address.IsLoopback ? "localhost" : address.Host }.Uri,
        Certificate = certificate,
        NoProxy = true,
        SkipCertificateCheck = skip,
        MaximumRetryCount = 0,
    });

    private static async Task<MimCmException> FailsAsync(MimCmClient client)
    {
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());
        Assert.Equal(MimCmError.TlsFailure, failure.Error);
        return failure;
    }
}
