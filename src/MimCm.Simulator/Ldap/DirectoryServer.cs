using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;

namespace MimCm.Simulator.Ldap;

/// <summary>
/// A small LDAP server on the loopback address that knows the users of the requests, so that names can be tried without a domain
/// controller. It takes anonymous and simple binds and searches, and nothing else.
/// </summary>
internal sealed class DirectoryServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<DirectoryContent> _content;
    private readonly DirectoryMonitor _monitor;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;

    /// <param name="port">0 for a free one.</param>
    /// <param name="content">What it holds, as of each search.</param>
    /// <param name="monitor">Counts and delays what clients do.</param>
    /// <exception cref="SocketException">The port is in use.</exception>
    public DirectoryServer(int port, Func<DirectoryContent> content, DirectoryMonitor monitor)
    {
        _content = content;
        _monitor = monitor;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            var connection = ServeAsync(client);
            _connections.TryAdd(connection, true);
            _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                if (_monitor.BeginConnection())
                    await new LdapConnection(client.GetStream(), _content, _monitor).RunAsync(_stopping.Token);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or AsnContentException)
            {
                // The client left, the simulator stops, or what came is not LDAP: the connection ends.
            }
        }
    }
}
