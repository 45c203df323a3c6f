using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Tests;

/// <summary>A server or proxy on a real socket that sends the bytes that a test specifies, and records the calls.</summary>
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

    /// <summary>The address with the IP address.</summary>
    public Uri Host { get; }

    /// <summary>The address with the host name.</summary>
    public Uri Address { get; }

    /// <summary>The received calls, in order.</summary>
    public IReadOnlyList<ServerCall> Calls => [.. _calls];

    /// <summary>The number of accepted connections.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The number of connections that the client has not closed.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The client certificates, one for each connection with a certificate.</summary>
    public ConcurrentQueue<X509Certificate> ClientCertificates { get; } = new();

    /// <summary>Sends the same response to every call.</summary>
    /// <param name="answer">The response.</param>
    /// <param name="certificate">The certificate for TLS; null for plain http.</param>
    /// <param name="port">The port; 0 for a free port.</param>
    /// <param name="greeting">The text to send unencrypted before the client has sent anything.</param>
    public static ScriptedServer Always(Func<ServerCall, Task> answer, X509Certificate2? certificate = null, int port = 0, string greeting = "") =>
        new(answer, certificate, port, greeting);

    /// <summary>Sends a response that a function selects for each call.</summary>
    public static ScriptedServer Choose(Func<ServerCall, Func<ServerCall, Task>> choose) => Always(call => choose(call)(call));

    /// <summary>Sends the responses of a script in order. A further call fails the test.</summary>
    public static ScriptedServer Start(params Func<ServerCall, Task>[] script)
    {
        var next = 0;
        return Always(call => Interlocked.Increment(ref next) is var n && n <= script.Length
            ? script[n - 1](call)
            : throw new InvalidOperationException($"Call {n} was not expected: {call}"));
    }

    /// <summary>The values of a header in all calls.</summary>
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
            // The client closed the connection, or the test has ended.
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

        // Any client certificate is accepted, or none. It is only recorded.
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
