using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Tests;

/// <summary>A server or a proxy on a real socket that answers what a test tells it, to the byte, and notes all that it is told.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentQueue<ServerCall> _calls = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly Func<ServerCall, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly string _greeting;
    private int _connections;
    private int _open;

    private ScriptedServer(Func<ServerCall, Task> answer, X509Certificate2? certificate, int port, string greeting)
    {
        _answer = answer;
        _certificate = certificate;
        _greeting = greeting;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Host = new Uri($"http://{_listener.LocalEndpoint}");
        Address = new Uri($"{(certificate is null ? "http" : "https")}://localhost:{Host.Port}/");
        _ = AcceptAsync();
    }

    /// <summary>Where it is, by its number.</summary>
    public Uri Host { get; }

    /// <summary>Where it is, by its name.</summary>
    public Uri Address { get; }

    /// <summary>The calls that have come, in order.</summary>
    public IReadOnlyList<ServerCall> Calls => [.. _calls];

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many connections the other side has not closed.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The client's certificates, one for each connection that showed any.</summary>
    public ConcurrentQueue<X509Certificate> ClientCertificates { get; } = new();

    /// <summary>Answers every call alike.</summary>
    /// <param name="answer">What to answer.</param>
    /// <param name="certificate">To speak TLS with; null for plain http.</param>
    /// <param name="port">Where to listen; 0 for a free port.</param>
    /// <param name="greeting">What to say, in the clear, before anything was said.</param>
    public static ScriptedServer Always(Func<ServerCall, Task> answer, X509Certificate2? certificate = null, int port = 0, string greeting = "") =>
        new(answer, certificate, port, greeting);

    /// <summary>Answers each call with the reply that is chosen for it.</summary>
    public static ScriptedServer Choose(Func<ServerCall, Func<ServerCall, Task>> choose) => Always(call => choose(call)(call));

    /// <summary>Answers each call as the script says, in order; a call more than that is a fault of the test.</summary>
    public static ScriptedServer Start(params Func<ServerCall, Task>[] script)
    {
        var next = 0;
        return Always(call => Interlocked.Increment(ref next) is var n && n <= script.Length
            ? script[n - 1](call)
            : throw new InvalidOperationException($"Call {n} was not expected: {call}"));
    }

    /// <summary>All that was said in this header, call by call.</summary>
    public IReadOnlyList<string> Values(string header) => [.. _calls.Select(call => call.Header(header)).OfType<string>()];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var socket in _sockets)
            socket.Dispose();

        await Task.Yield();
        Assert.Empty(_faults);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                _sockets.Add(socket);
                Interlocked.Increment(ref _open);
                var connection = Interlocked.Increment(ref _connections);
                _ = Task.Run(() => ServeAsync(socket, connection));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        try
        {
            using var stream = await OpenAsync(socket);
            while (await ServerCall.ReadAsync(socket, stream, connection) is { } call)
            {
                _calls.Enqueue(call);
                await _answer(call);
                if (call.IsClosed)
                {
                    await call.WaitUntilClosedAsync();
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            // The other side went away, or the test is over.
        }
        catch (Exception e)
        {
            _faults.Enqueue(e);
        }

        socket.Dispose();
        Interlocked.Decrement(ref _open);
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
        if (_greeting.Length > 0)
            await stream.WriteAsync(_greeting.Bytes());

        if (_certificate is null)
            return stream;

        // Any certificate of the client will do, or none: it is only looked at.
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, _, _) =>
        {
            if (certificate is not null)
                ClientCertificates.Enqueue(certificate);

            return true;
        });
        await tls.AuthenticateAsServerAsync(_certificate, clientCertificateRequired: true, checkCertificateRevocation: false);
        return tls;
    }
}
