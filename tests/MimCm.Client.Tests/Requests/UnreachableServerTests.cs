using System.Net;
using System.Net.Sockets;

namespace MimCm.Client.Tests;

/// <summary>A server that restarts refuses connections for a while. Nothing was sent then, so that every call is repeated, within the number
/// of retries and after their delays.</summary>
public sealed class UnreachableServerTests
{
    [Fact]
    public async Task ReadListAndChangeWaitForARestartingServer()
    {
        foreach (var call in new Func<MimCmClient, Task>[]
        {
            client => client.GetRequestAsync(Bodies.Enroll),
            client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed),
            client => client.ProbeAsync(),
        })
        {
            using var listener = new RestartingListener();
            using var client = Client(listener.Address, retries: 4);
            var refused = 0;

            await call(client.WithExchangeObserver(exchange =>
            {
                if (exchange.RetryIn is not null && ++refused == 2)
                    listener.Start();
            }));

            Assert.Equal(2, refused);
        }
    }

    [Fact]
    public async Task ServerThatDoesNotComeBackIsAConnectionFailureAndUnchanged()
    {
        using var listener = new RestartingListener();
        using var client = Client(listener.Address, retries: 2);
        var delays = new List<TimeSpan>();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.WithExchangeObserver(exchange =>
        {
            if (exchange.RetryIn is { } delay)
                delays.Add(delay);
        }).SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));

        Assert.Equal((MimCmError.ConnectionFailed, true), (failure.Error, failure.IsUnchanged));
        Assert.Equal(2, delays.Count);
    }

    [FactNotOnMono(Mono.HasOtherFailures)]
    public async Task HostThatDoesNotExistIsReportedAtOnce()
    {
        using var client = Client(new Uri("https://no-such-host.invalid"), retries: 5);
        var retries = 0;

        var failure = await Assert.ThrowsAsync<MimCmException>(() =>
            client.WithExchangeObserver(exchange => retries += exchange.RetryIn is null ? 0
                : 1).SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));

        Assert.Equal((MimCmError.ConnectionFailed, true, 0), (failure.Error, failure.IsUnchanged, retries));
    }

    private static MimCmClient Client(Uri address, int retries) => MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions
    {
        Address = address,
        NoProxy = true,
        MaximumRetryCount = retries,
        RetryInterval = TimeSpan.FromMilliseconds(20),
    }));

    /// <summary>A port that refuses connections until the server starts.</summary>
    private sealed class RestartingListener : IDisposable
    {
        private readonly Socket _reservation = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        /// <summary>The port is bound, so that no other process can use it, and does not listen.</summary>
        public RestartingListener() => _reservation.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        public Uri Address => new($"http://{_reservation.LocalEndPoint}");

        public void Start()
        {
            _reservation.Listen(10);
            _ = ServeAsync();
        }

        public void Dispose() => _reservation.Dispose();

        private async Task ServeAsync()
        {
            var (body, buffer) = (Bodies.EnrollCompleted, new byte[64 * 1024]);
            try
            {
                while (true)
                {
                    using var socket = await _reservation.AcceptAsync();
                    await socket.ReceiveAsync(buffer.AsMemory());
                    await socket.SendAsync(
                        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n".Bytes()
                            .Concat(body).ToArray().AsMemory());
                    socket.Shutdown(SocketShutdown.Send);
                    while (await socket.ReceiveAsync(buffer.AsMemory()) > 0)
                    {
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
