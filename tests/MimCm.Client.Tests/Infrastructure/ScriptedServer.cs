using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MimCm.Client.Tests;

/// <summary>A server on a real socket that answers what a test tells it, to the byte.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ServerCall> _calls = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly Func<ServerCall, Task> _answer;
    private int _connections;

    private ScriptedServer(Func<ServerCall, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Host => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The calls that have come, in order.</summary>
    public IReadOnlyList<ServerCall> Calls => [.. _calls];

    /// <summary>How many connections there were.</summary>
    public int Connections => _connections;

    /// <summary>Answers every call alike.</summary>
    public static ScriptedServer Always(Func<ServerCall, Task> answer) => new(answer);

    /// <summary>Answers each call as the script says, in order; a call more than that is a fault of the test.</summary>
    public static ScriptedServer Start(params Func<ServerCall, Task>[] script)
    {
        var next = 0;
        return new(call => Interlocked.Increment(ref next) is var n && n <= script.Length
            ? script[n - 1](call)
            : throw new InvalidOperationException($"Call {n} was not expected: {call}"));
    }

    /// <summary>A client of this server that waits for nothing for long.</summary>
    public MimCmClient Client(Action<MimCmClientOptions>? configure = null)
    {
        var options = new MimCmClientOptions
        {
            Address = Host,
            NoProxy = true,
            RetryInterval = TimeSpan.FromMilliseconds(1),
            Timeout = TimeSpan.FromSeconds(20),
        };
        configure?.Invoke(options);
        Mono.LendIdentity(options);
        return MimCmClient.Create(options);
    }

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
                _ = Task.Run(() => ServeAsync(socket, Interlocked.Increment(ref _connections)));
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
            while (await ReadCallAsync(socket, connection) is { } call)
            {
                _calls.Enqueue(call);
                await _answer(call);
                if (call.IsClosed)
                    return;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
        catch (Exception e)
        {
            _faults.Enqueue(e);
            socket.Dispose();
        }
    }

    /// <summary>Reads a call; the client sends no next one before this is answered.</summary>
    private static async Task<ServerCall?> ReadCallAsync(Socket socket, int connection)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (await socket.ReceiveAsync(buffer.AsMemory(length)) is var came && came == 0)
                return null;

            length += came;
        }

        var call = new ServerCall(socket, connection, Encoding.ASCII.GetString(buffer, 0, end), []);
        end += 4;
        var size = int.Parse(call.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (length < end + size)
        {
            if (await socket.ReceiveAsync(buffer.AsMemory(length)) is var came && came == 0)
                return null;

            length += came;
        }

        return new ServerCall(socket, connection, call.Head, buffer[end..length]);
    }
}
