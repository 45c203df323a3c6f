using System.Net;
using System.Net.Sockets;

namespace MimCm.Client.Tests;

/// <summary>Certificates are checked by the platform, unless the check is skipped for the client.</summary>
public sealed class ServerCertificateTests
{
    [FactNotOnMono(Mono.MakesNoCertificates)]
    public async Task UntrustedCertificateIsATlsFailureWithTheCertificate()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=localhost", "localhost");
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved), certificate);
        using var client = server.Client();

        var failure = (await Read.ListAsync(client)).Failure!;

        Assert.Equal((MimCmError.TlsFailure, null, client.RequestsUri), (failure.Error, failure.StatusCode, failure.Uri));
        Assert.Contains("CN=localhost", failure.Message, StringComparison.Ordinal);
        Assert.Contains(certificate.Thumbprint, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another name", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.InnerException);
        Assert.Empty(server.Calls);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public async Task CertificateForAnotherNameIsATlsFailureWithTheReason()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=cm.contoso.com", "cm.contoso.com");
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved), certificate);
        using var client = server.Client();

        var failure = (await Read.ListAsync(client)).Failure!;

        Assert.Equal(MimCmError.TlsFailure, failure.Error);
        Assert.Contains("another name", failure.Message, StringComparison.Ordinal);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public async Task ChangeThatFailedInTlsIsNotReadBack()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=localhost", "localhost");
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved), certificate);
        using var client = server.Client();
        var exchanges = new List<HttpExchange>();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.WithExchangeObserver(exchanges.Add).SetRequestStatusAsync(Bodies.Enroll,
            RequestStatusChange.Completed));

        Assert.Equal(MimCmError.TlsFailure, failure.Error);
        Assert.Equal("PUT", Assert.Single(exchanges).Method);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public async Task CheckIsSkippedForThatClientOnly()
    {
        using var certificate = CertificateMaker.SelfSigned("CN=cm.contoso.com", "cm.contoso.com");
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved), certificate);
        using var careless = server.Client(options => options.SkipCertificateCheck = true);
        using var careful = server.Client();

        Assert.Equal(Bodies.Enroll, (await careless.GetRequestAsync(Bodies.Enroll)).Uuid);
        Assert.Equal(MimCmError.TlsFailure, (await Read.ListAsync(careful)).Failure?.Error);
        Assert.Equal(Bodies.Enroll, (await careless.GetRequestAsync(Bodies.Enroll)).Uuid);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public async Task ClientCertificateIsSent()
    {
        using var own = CertificateMaker.SelfSigned("CN=carol");
        using var certificate = CertificateMaker.SelfSigned("CN=localhost");
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved), certificate);
        using var client = server.Client(options =>
        {
            options.SkipCertificateCheck = true;
            options.Certificate = own;
        });

        await client.GetRequestAsync(Bodies.Enroll);

        Assert.Equal("CN=carol", Assert.Single(server.ClientCertificates).Subject);
    }

    [FactNotOnMono(Mono.HasOtherFailures)]
    public async Task ServerWithoutTlsIsATlsFailure()
    {
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var answered = Task.Run(async () =>
        {
            using var socket = await plain.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[4096]);
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            socket.Shutdown(SocketShutdown.Send);
            await socket.ReceiveAsync(new byte[4096]);
        });
        using var client = MimCmClient.Create(
            Mono.LendIdentity(new MimCmClientOptions { Address = new Uri($"https://{plain.LocalEndpoint}"), NoProxy = true }));

        Assert.Equal(MimCmError.TlsFailure, (await Read.ListAsync(client)).Failure?.Error);
        await answered;
    }

    [FactNotOnMono(Mono.HasOtherFailures)]
    public async Task ServerThatEndsTheHandshakeIsATlsFailure()
    {
        using var closing = new TcpListener(IPAddress.Loopback, 0);
        closing.Start();
        var answered = Task.Run(async () =>
        {
            using var socket = await closing.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[4096]);
            socket.Shutdown(SocketShutdown.Send);
        });
        using var client = MimCmClient.Create(
            Mono.LendIdentity(new MimCmClientOptions { Address = new Uri($"https://{closing.LocalEndpoint}"), NoProxy = true }));

        Assert.Equal(MimCmError.TlsFailure, (await Read.ListAsync(client)).Failure?.Error);
        await answered;
    }
}
