using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Client.Tests;

/// <summary>A server that shows a certificate of its own and answers every call with one body.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly byte[] _body;
    private readonly bool _asksForCertificate;
    private int _calls;

    public TlsServer(string name, byte[] body, bool asksForCertificate = false)
    {
        _certificate = MakeCertificate(name);
        _body = body;
        _asksForCertificate = asksForCertificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public string Thumbprint => _certificate.Thumbprint;

    /// <summary>How many calls came through TLS.</summary>
    public int Calls => _calls;

    /// <summary>The subject of the certificate that the client showed last.</summary>
    public string? ClientSubject { get; private set; }

    public static X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    public MimCmClient Client(Action<MimCmClientOptions>? configure = null)
    {
        var options = new MimCmClientOptions { Address = Address, NoProxy = true, Timeout = TimeSpan.FromSeconds(20) };
        configure?.Invoke(options);
        Mono.LendIdentity(options);
        return MimCmClient.Create(options);
    }

    public ValueTask DisposeAsync()
    {
        _listener.Stop();
        _certificate.Dispose();
        return default;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient tcp)
    {
        try
        {
            using var owned = tcp;
            using var tls = new SslStream(tcp.GetStream(), false, (_, certificate, _, errors) =>
            {
                ClientSubject = certificate?.Subject;
                // Any will do, or none: it is only looked at.
                return certificate is not null || !_asksForCertificate || errors == SslPolicyErrors.RemoteCertificateNotAvailable;
            });
            await tls.AuthenticateAsServerAsync(_certificate, _asksForCertificate, checkCertificateRevocation: false);
            using var reader = new StreamReader(tls);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.Length > 0)
                    continue;

                Interlocked.Increment(ref _calls);
                await tls.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {_body.Length}\r\n\r\n{_body.Text()}".Bytes());
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ObjectDisposedException)
        {
            // The client did not like what it saw.
        }
    }
}
