using System.Net;
using System.Net.Sockets;

namespace MimCm.Client.Tests;

/// <summary>A socket that listens with a full queue, so that a connection attempt hangs.</summary>
internal sealed class FullServer : IDisposable
{
    private const int MoreThanTheQueueHolds = 20;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _waiting = [];

    public FullServer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(1);
        for (var i = 0; i < MoreThanTheQueueHolds; i++)
        {
            // The system adds it to the queue at once, or not at all.
            var waiting = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _waiting.Add(waiting);
            _ = waiting.ConnectAsync(_socket.LocalEndPoint!);
        }
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}");

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _socket.Dispose();
    }
}
