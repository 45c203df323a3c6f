using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MimCm.Identity.Tests;

/// <summary>A server or a proxy that answers what it likes, byte by byte, and notes all that it is told.</summary>
internal sealed class EvilServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<EvilCall> _calls = new();
    private readonly Func<EvilCall, Reply> _script;
    private readonly X509Certificate2? _certificate;
    private readonly string? _greeting;
    private readonly Task _accepting;
    private int _connections;
    private int _open;

    private EvilServer(Func<EvilCall, Reply> script, X509Certificate2? certificate, int port, string? greeting)
    {
        _greeting = greeting;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _script = script;
        _certificate = certificate;
        _listener.Start();
        Address = new Uri($"{(certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How often somebody connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many connections the other side has not closed.</summary>
    public int Open => Volatile.Read(ref _open);

    public IReadOnlyList<EvilCall> Calls => [.. _calls];

    /// <summary>The client's certificates, one for each connection that showed any.</summary>
    public ConcurrentQueue<X509Certificate> ClientCertificates { get; } = new();

    /// <param name="script">What to answer.</param>
    /// <param name="certificate">To speak TLS with; null for plain http.</param>
    /// <param name="port">Where to listen; 0 for a free port.</param>
    /// <param name="greeting">What to say, in the clear, before anything was said; null for nothing.</param>
    public static EvilServer Start(Func<EvilCall, Reply> script, X509Certificate2? certificate = null, int port = 0, string? greeting = null) =>
        new(script, certificate, port, greeting);

    /// <summary>All that was said in this header, call by call.</summary>
    public IReadOnlyList<string> Values(string header) => [.. _calls.Select(call => call.Header(header)).OfType<string>()];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient socket)
    {
        Interlocked.Increment(ref _open);
        using (socket)
        {
            try
            {
                await using var stream = await OpenAsync(socket);
                while (await ReadAsync(stream) is { } call)
                {
                    _calls.Enqueue(call);
                    var reply = _script(call);
                    await reply.Write(stream, _stop.Token);
                    await stream.FlushAsync(_stop.Token);
                    if (reply.Closes)
                        break;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException or ObjectDisposedException)
            {
                // The other side has left, or the test is over.
            }
        }

        Interlocked.Decrement(ref _open);
    }

    private async Task<Stream> OpenAsync(TcpClient socket)
    {
        var stream = socket.GetStream();
        if (_greeting is not null)
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_greeting), _stop.Token);

        if (_certificate is null)
            return stream;

        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = _certificate,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    if (certificate is not null)
                        ClientCertificates.Enqueue(certificate);

                    return true;
                },
            },
            _stop.Token);
        return tls;
    }

    /// <summary>Reads a head and the body that goes with it; null when the other side has closed.</summary>
    private async Task<EvilCall?> ReadAsync(Stream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (bytes is not [.., 13, 10, 13, 10])
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;

            bytes.Add(one[0]);
        }

        var call = new EvilCall(Encoding.Latin1.GetString([.. bytes]));
        var length = int.TryParse(call.Header("Content-Length"), out var given) ? given : 0;
        await stream.ReadExactlyAsync(new byte[length], _stop.Token);
        return call;
    }
}
