using System.Net;
using System.Net.Sockets;

namespace MimCm.Client.Tests;

/// <summary>A socket that listens, accepts nobody and whose queue is full: who connects hangs.</summary>
internal sealed class FullServer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _waiting = [];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}");

    public static async Task<FullServer> StartAsync()
    {
        var server = new FullServer();
        server._socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server._socket.Listen(1);
        Task connect;
        do
        {
            server._waiting.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            connect = server._waiting[^1].ConnectAsync(server._socket.LocalEndPoint!);
        }
        while (await Task.WhenAny(connect, Task.Delay(500)) == connect && server._waiting.Count < 20);
        return server;
    }

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _socket.Dispose();
    }
}
