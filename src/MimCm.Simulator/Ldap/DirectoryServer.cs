using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;

namespace MimCm.Simulator.Ldap;

/// <summary> A small LDAP server on the loopback address with the users of the requests, to test names without a domain controller. It supports only
/// anonymous binds, simple binds and searches.
/// </summary>
internal sealed class DirectoryServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<DirectoryContent> _content;
    private readonly DirectoryMonitor _monitor;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;

    /// <param name="port">The port; The port on the loopback address; 0 for a free port.</param>
    /// <param name="content">Returns the current content of the directory.</param>
    /// <param name="monitor">Counts and delays the operations of clients.</param>
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
                // The client disconnected, the simulator is stopping, or the data is not LDAP. The connection is closed.
            }
        }
    }
}
