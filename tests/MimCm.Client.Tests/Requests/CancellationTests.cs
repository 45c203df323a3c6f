using System.Diagnostics;
using System.Security;

namespace MimCm.Client.Tests;

/// <summary>What is canceled ends within a second, in every phase, as an OperationCanceledException and never as a failure.</summary>
public sealed class CancellationTests
{
    private static readonly byte[] Both = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);

    [FactNotOnMono(Mono.HangsConnecting)]
    public async Task WhileItConnects()
    {
        using var server = await FullServer.StartAsync();

        await CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), address: server.Address);
    }

    [Fact]
    public Task WhileTheTlsHandshakeHangs() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), useTls: true);

    [Fact]
    public Task WhileItWaitsForTheHeaders() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), Reply.Silence);

    [Fact]
    public Task WhileItWaitsForTheHeadersOfAList() =>
        CancelAsync(client => Read.ListAsync(client.Client, cancellationToken: client.Token), Reply.Silence);

    [Fact]
    public Task WhileItWaitsForTheRestOfTheHeaders() =>
        CancelAsync(
            client => client.GetRequestAsync(Bodies.Enroll, client.Token),
            async call =>
            {
                await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-");
                await call.WaitUntilClosedAsync();
            });

    [Fact]
    public Task WhileItWaitsForTheBody() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), Reply.Stall(Bodies.EnrollApproved, 700));

    [Fact]
    public Task WhileItWaitsForTheFirstRequestOfAList() =>
        CancelAsync(client => Read.ListAsync(client.Client, cancellationToken: client.Token), Reply.Stall(Both, 0));

    [Fact]
    public Task InTheMiddleOfAList() =>
        CancelAsync(client => Read.ListAsync(client.Client, cancellationToken: client.Token), Reply.Stall(Both, Both.Length - 100));

    [Fact]
    public Task InTheMiddleOfAListThatNeverEnds() =>
        CancelAsync(client => Read.ListAsync(client.Client, cancellationToken: client.Token), Endless);

    [Fact]
    public Task WhileItReadsTheBodyOfAnError() =>
        CancelAsync(
            client => client.GetRequestAsync(Bodies.Enroll, client.Token),
            async call =>
            {
                await call.WriteHeadAsync(403, "Content-Type: text/plain", "Content-Length: 100");
                await call.WaitUntilClosedAsync();
            });

    [Fact]
    public Task WhileItWaitsToAskAgain() =>
        CancelAsync(client => client.GetRequestAsync(Bodies.Enroll, client.Token), Reply.Status(503, "", "Retry-After: 50"));

    [Fact]
    public Task WhileItWaitsToSendAChangeAgain() =>
        CancelAsync(
            client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, client.Token),
            call => call.Method == "PUT" ? Reply.Status(504, "", "Retry-After: 50")(call) : Reply.Json(Bodies.EnrollApproved)(call));

    [Fact]
    public Task WhileAChangeIsUnderWay() =>
        CancelAsync(client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, client.Token), Reply.Silence);

    [Fact]
    public Task WhileAChangeIsReadBack() =>
        CancelAsync(
            client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, client.Token),
            call => call.Method == "PUT" ? Reply.NoContent(call) : Reply.Silence(call));

    [Fact]
    public Task WhileItProbes() =>
        CancelAsync(client => client.Client.ProbeAsync(client.Token), Reply.Silence);

    [Fact]
    public Task WhileItWaitsForAToken() =>
        CancelAsync(
            client => client.GetRequestAsync(Bodies.Enroll, client.Token),
            Reply.Silence,
            options =>
            {
                options.AllowUnencryptedAuthentication = true;
                options.AccessToken = async (_, token) =>
                {
                    await Task.Delay(Timeout.Infinite, token);
                    return new SecureString();
                };
            });

    [Fact]
    public async Task BeforeItBeginsNoCallIsMade()
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
    public async Task NoMoreIsGivenOfWhatHasCome()
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
    public async Task AnExchangeThatWasCanceledIsNotReported()
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

    private static Task CancelAsync(
        Func<Canceled, Task> work, Func<ServerCall, Task>? answer = null, Action<MimCmClientOptions>? configure = null, Uri? address = null,
            bool useTls = false) =>
        Promptly.WithinAsync(TimeSpan.FromSeconds(1), () => TimeAsync(work, answer, configure, address, useTls));

    private static async Task<TimeSpan> TimeAsync(
        Func<Canceled, Task> work, Func<ServerCall, Task>? answer, Action<MimCmClientOptions>? configure, Uri? address, bool useTls)
    {
        await using var server = ScriptedServer.Always(answer ?? Reply.Silence);
        using var stop = new CancellationTokenSource();
        using var client = server.Client(options =>
        {
            options.Address = address ?? (useTls ? new UriBuilder(server.Host) { Scheme = "https" }.Uri : options.Address);
            configure?.Invoke(options);
        });
        var task = work(new Canceled(client, stop.Token));

        // Time to get to where it is to be canceled.
        await Task.Delay(300);
        Assert.False(task.IsCompleted, $"{task.Status} {task.Exception}");
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        return clock.Elapsed;
    }

    private sealed record Canceled(MimCmClient Client, CancellationToken Token)
    {
        public Task<Request> GetRequestAsync(Guid id, CancellationToken token) => Client.GetRequestAsync(id, token);

        public Task<Request> SetRequestStatusAsync(Guid id, RequestStatusChange change, CancellationToken token) =>
            Client.SetRequestStatusAsync(id, change, token);
    }
}
