using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Simulator.Tests;

public sealed class TlsTests
{
    [Theory]
    [InlineData(ServerCertificateKind.SelfSigned, SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData(ServerCertificateKind.Expired, SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData(ServerCertificateKind.NotYetValid, SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData(ServerCertificateKind.WrongName, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch)]
    public async Task CertificateHasTheSpecifiedProblem(ServerCertificateKind kind, SslPolicyErrors wrong)
    {
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tls = true, Certificate = kind, Requests = 2 });
        var seen = SslPolicyErrors.None;
        var (from, to) = (DateTime.MinValue, DateTime.MaxValue);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    seen = errors;
                    using var copy = new X509Certificate2(certificate!);
                    (from, to) = (copy.NotBefore, copy.NotAfter);
                    return copy.Thumbprint == sim.Certificate!.Thumbprint;
                },
            },
        });

        Assert.Equal("https", sim.BaseAddress.Scheme);
        var body = await http.GetStringAsync(new Uri(sim.BaseAddress, "api/v1.0/requests"));

        Assert.Contains(Sim.EnrollId, body);
        Assert.Equal(wrong, seen);
        Assert.Equal((kind == ServerCertificateKind.Expired, kind == ServerCertificateKind.NotYetValid), (to < DateTime.Now, from > DateTime.Now));
    }

    [Fact]
    public async Task TrustedCertificateIsValid()
    {
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tls = true, Requests = 2 });
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { sim.Certificate! },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });

        Assert.Contains(Sim.EnrollId, await http.GetStringAsync(new Uri(sim.BaseAddress, "api/v1.0/requests")));
    }

    [Fact]
    public async Task CertificateCanBeReadFromAFile()
    {
        using var made = Make("cm.contoso.com");
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, made.Export(X509ContentType.Pfx, "word"));

        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tls = true, CertificateFile = file, CertificatePassword = "word" });
        File.Delete(file);

        Assert.Equal(made.Thumbprint, sim.Certificate!.Thumbprint);
    }

    [Theory]
    [InlineData(ClientCertificatePolicy.None, false, 200, false)]
    [InlineData(ClientCertificatePolicy.None, true, 200, false)]
    [InlineData(ClientCertificatePolicy.Allow, false, 200, false)]
    [InlineData(ClientCertificatePolicy.Allow, true, 200, true)]
    [InlineData(ClientCertificatePolicy.Require, false, 403, false)]
    [InlineData(ClientCertificatePolicy.Require, true, 200, true)]
    public async Task ClientCertificateIsRequestedAndRecordedByItsThumbprint(ClientCertificatePolicy asked, bool sends, int status, bool isNoted)
    {
        using var certificate = Make("client");
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tls = true, ClientCertificates = asked, Requests = 2 });
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                ClientCertificates = sends ? [certificate] : null,
            },
        });

        using var response = await http.GetAsync(new Uri(sim.BaseAddress, "api/v1.0/requests"));

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(isNoted ? certificate.Thumbprint : null, Assert.Single(sim.Calls).ClientCertificate);
        using var control = await http.GetAsync(new Uri(sim.ControlAddress, "state"));
        Assert.Equal(HttpStatusCode.OK, control.StatusCode);
    }

    [Fact]
    public async Task FaultsAlsoCloseTlsConnections()
    {
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tls = true, Faults = [new FaultRule { CutElements = 5 }] });
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });

        using var response = await http.GetAsync(new Uri(sim.BaseAddress, "api/v1.0/requests"), HttpCompletionOption.ResponseHeadersRead);
        var text = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(async () => await (await response.Content.ReadAsStreamAsync()).CopyToAsync(text));

        Assert.Equal(5, System.Text.Encoding.UTF8.GetString(text.ToArray()).Split("{\"Uuid\":").Length - 1);
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
