using System.Diagnostics;
using System.Security;

namespace MimCm.Client.Tests;

/// <summary>A canceled call ends within a second at any time, with an OperationCanceledException.</summary>
public sealed class CancellationTests
{
    private static readonly byte[] Both = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);

    [FactNotOnMono(Mono.HangsConnecting)]
    public async Task WhileConnecting()
    {
        using var server = new FullServer();

        await CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), address: server.Address, isThere: client => client.Clock.IsWaiting);
    }

    [Fact]
    public Task DuringTheTlsHandshake() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), useTls: true, isThere: client => client.Server.Connections > 0);

    [Fact]
    public Task WhileWaitingForTheHeaders() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), Reply.Silence);

    [Fact]
    public Task WhileWaitingForTheHeadersOfAList() =>
        CancelAsync(client => Read.ListAsync(client.Client, cancellationToken: client.Token), Reply.Silence);

    [Fact]
    public Task WhileWaitingForTheRestOfTheHeaders() =>
        CancelAsync(
            client => client.GetRequestAsync(Bodies.Enroll, client.Token),
            async call =>
            {
                await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-");
                await call.WaitUntilClosedAsync();
            });

    [Fact]
    public Task WhileWaitingForTheBody() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), Reply.Stall(Bodies.EnrollApproved, 700));

    [Fact]
    public Task WhileWaitingForTheFirstRequestOfAList() =>
        CancelAsync(client => Read.ListAsync(client.Client, cancellationToken: client.Token), Reply.Stall(Both, 0));

    [Fact]
    public Task InTheMiddleOfAList() =>
        CancelAsync(client => Read.ListAsync(client.Client, cancellationToken: client.Token), Reply.Stall(Both, Both.Length - 100));

    [Fact]
    public Task InTheMiddleOfAListThatNeverEnds() =>
        CancelAsync(
            client => Read.ListAsync(client.Client, cancellationToken: client.Token),
            Endless,
            isThere: client => client.Server.Calls.Any(call => call.Written > 10_000_000));

    [Fact]
    public Task WhileReadingTheBodyOfAnError() =>
        CancelAsync(
            client => client.GetRequestAsync(Bodies.Enroll, client.Token),
            async call =>
            {
                await call.WriteHeadAsync(403, "Content-Type: text/plain", "Content-Length: 100");
                await call.WaitUntilClosedAsync();
            });

    [Fact]
    public Task WhileWaitingToRetryARead() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), Reply.Status(503, "", "Retry-After: 50"), isThere: WaitsForLong);

    [Fact]
    public Task WhileWaitingToRetryAChange() =>
        CancelAsync(
            client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, client.Token),
            call => call.Method == "PUT" ? Reply.Status(504, "", "Retry-After: 50")(call) : Reply.Json(Bodies.EnrollApproved)(call),
            isThere: WaitsForLong);

    [Fact]
    public Task WhileAChangeIsInProgress() =>
        CancelAsync(client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, client.Token), Reply.Silence);

    [Fact]
    public Task WhileAChangeIsReadBack() =>
        CancelAsync(
            client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, client.Token),
            call => call.Method == "PUT" ? Reply.NoContent(call) : Reply.Silence(call));

    [Fact]
    public Task DuringTheProbe() =>
        CancelAsync(client => client.Client.ProbeAsync(client.Token), Reply.Silence);

    [Fact]
    public Task WhileWaitingForAToken()
    {
        var isAsked = false;
        return CancelAsync(
            client => client.GetRequestAsync(Bodies.Enroll, client.Token),
            Reply.Silence,
            options =>
            {
                options.AllowUnencryptedAuthentication = true;
                options.AccessToken = async (_, token) =>
                {
                    isAsked = true;
                    await Task.Delay(Timeout.Infinite, token);
                    return new SecureString();
                };
            },
            isThere: _ => isAsked);
    }

    [Fact]
    public async Task BeforeTheStartNoCallIsMade()
    {
        await using var server = ScriptedServer.Start();
        using var client = server.Client();
        var canceled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetRequestAsync(Bodies.Enroll, canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read.ListAsync(client, cancellationToken: canceled));
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task ReceivedRequestsAreNoLongerReturned()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Both));
        using var client = server.Client();
        using var stop = new CancellationTokenSource();
        var given = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery()).WithCancellation(stop.Token))
            {
                given++;
                await stop.CancelAsync();
            }
        });

        Assert.Equal(1, given);
    }

    [Fact]
    public async Task CanceledExchangeIsNotReported()
    {
        var exchanges = new List<HttpExchange>();
        await CancelAsync(client => client.Client.WithExchangeObserver(exchanges.Add).GetRequestAsync(Bodies.Enroll, client.Token), Reply.Silence);

        Assert.Empty(exchanges);
    }

    private static async Task Endless(ServerCall call)
    {
        await call.WriteHeadAsync(200, "Content-Type: application/json");
        await call.WriteAsync("[");
        while (true)
            await call.WriteAsync([.. Bodies.EnrollApproved, .. ","u8]);
    }

    /// <summary>Whether the client waits before a retry. No timeout of a call has the same length.</summary>
    private static bool WaitsForLong(Canceled client) => client.Clock.Waits.Contains(TimeSpan.FromSeconds(50));

    /// <summary>Whether the server has sent everything, and the client waits for more.</summary>
    private static bool WaitsForTheServer(Canceled client) => client.Server.Calls.Any(call => call.IsClosed) && client.Clock.IsWaiting;

    private static Task CancelAsync(
        Func<Canceled, Task> work, Func<ServerCall, Task>? answer = null, Action<MimCmClientOptions>? configure = null, Uri? address = null,
            bool useTls = false, Func<Canceled, bool>? isThere = null) =>
        Promptly.WithinAsync(TimeSpan.FromSeconds(1), () => TimeAsync(work, answer, configure, address, useTls, isThere ?? WaitsForTheServer));

    private static async Task<TimeSpan> TimeAsync(
        Func<Canceled, Task> work, Func<ServerCall, Task>? answer, Action<MimCmClientOptions>? configure, Uri? address, bool useTls,
            Func<Canceled, bool> isThere)
    {
        await using var server = ScriptedServer.Always(answer ?? Reply.Silence);
        using var stop = new CancellationTokenSource();
        var clock = new WatchedTimeProvider(TimeProvider.System);
        using var client = server.Client(options =>
        {
            options.Address = address ?? (useTls ? new UriBuilder(server.Host) { Scheme = "https" }.Uri : options.Address);
            options.TimeProvider = clock;
            configure?.Invoke(options);
        });
        var canceled = new Canceled(client, server, clock, stop.Token);
        var task = work(canceled);

        await Eventually.TrueAsync(() => task.IsCompleted || isThere(canceled));
        Assert.False(task.IsCompleted, $"{task.Status} {task.Exception}");
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        return watch.Elapsed;
    }

    private sealed record Canceled(MimCmClient Client, ScriptedServer Server, WatchedTimeProvider Clock, CancellationToken Token)
    {
        public Task<Request> GetRequestAsync(Guid id, CancellationToken token) => Client.GetRequestAsync(id, token);

        public Task<Request> SetRequestStatusAsync(Guid id, RequestStatusChange change, CancellationToken token) =>
            Client.SetRequestStatusAsync(id, change, token);
    }
}
