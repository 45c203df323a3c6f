using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MimCm.DirectoryServices.Tests;

/// <summary>Forwards TCP connections to a server. It can hold back the data of the server for a while or forever, or close the connections.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Task _accepting;
    private int _accepted;
    private long _requests;

    /// <param name="server">The server to connect to.</param>
    /// <param name="listenOn">The address to listen on.</param>
    public TcpRelay(IPEndPoint server, IPAddress listenOn)
    {
        _server = server;
        _listener = new TcpListener(listenOn, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of connections.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The number of times that clients sent data.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Stops forwarding the data of the server.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Holds back the data of the server until this task has ended.</summary>
    public Task HeldBackUntil { get; set; } = Task.CompletedTask;

    /// <summary>The data to send instead of the response of the server; null for the response.</summary>
    public byte[]? Replacement { get; set; }

    /// <summary>Closes the connections that are open; new ones are accepted.</summary>
    public void CloseConnections()
    {
        while (_clients.TryTake(out var client))
        {
            client.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        CloseConnections();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _clients.Add(client);
                _ = RelayAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay was closed.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_server, _stop.Token);
            await Task.WhenAny(CopyAsync(client, server, isFromServer: false), CopyAsync(server, client, isFromServer: true));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // One of the two sides closed the connection.
        }

        client.Dispose();
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isFromServer)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            if (!isFromServer)
                Interlocked.Increment(ref _requests);
            else
                await HeldBackUntil;

            if (!isFromServer || !IsSilent)
                await to.GetStream().WriteAsync(isFromServer && Replacement is { } other ? other : buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
