namespace MimCm.Client.Tests;

/// <summary>Waiting until requests have a status.</summary>
public sealed class RequestPollerTests
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task RequestIsReturnedWhenItIsFinal()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.EnrollApproved), Reply.Json(Bodies.EnrollApproved), Reply.Json(Bodies.EnrollCompleted));
        using var client = Client(server);

        var result = Assert.Single(await WaitAsync(client, new RequestWaitOptions { Ids = [Bodies.Enroll], PollInterval = Poll }));

        Assert.Equal((Bodies.Enroll, RequestStatus.Completed, null), (result.Id, result.Request!.Status, result.Failure));
    }

    [Fact]
    public async Task RequestIsReturnedWhenItHasTheWantedStatus()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.EnrollApproved), Reply.Json(Bodies.Request(Bodies.Enroll, RequestStatus.Executing)));
        using var client = Client(server);

        var result = Assert.Single(await WaitAsync(client,
            new RequestWaitOptions { Ids = [Bodies.Enroll], Statuses = [RequestStatus.Executing], PollInterval = Poll }));

        Assert.Equal((RequestStatus.Executing, null), (result.Request!.Status, result.Failure));
    }

    [Fact]
    public async Task RequestWithAnotherFinalStatusIsReturnedAtOnceAsUnexpected()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.Request(Bodies.Enroll, RequestStatus.Failed)));
        using var client = Client(server);

        var result = Assert.Single(await WaitAsync(client, new RequestWaitOptions { Ids = [Bodies.Enroll], Statuses = [RequestStatus.Completed] }));

        Assert.Equal((RequestStatus.Failed, MimCmError.UnexpectedStatus), (result.Request!.Status, result.Failure?.Error));
    }

    [Fact]
    public async Task RequestThatIsLateIsAWaitTimeout()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved));
        using var client = Client(server);

        var once = Assert.Single(await WaitAsync(client, new RequestWaitOptions { Ids = [Bodies.Enroll], Timeout = TimeSpan.Zero }));
        var looks = server.Calls.Count;
        var later = Assert.Single(await WaitAsync(client,
            new RequestWaitOptions { Ids = [Bodies.Enroll], Timeout = TimeSpan.FromMilliseconds(800), PollInterval = Poll }));

        Assert.Equal((MimCmError.WaitTimeout, MimCmError.WaitTimeout, 1), (once.Failure?.Error, later.Failure?.Error, looks));
        Assert.True(server.Calls.Count > 2);
    }

    [Fact]
    public async Task UnavailableServerIsWaitedFor()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Reset, Reply.Status(500), Reply.Json(Bodies.EnrollCompleted));
        using var client = Client(server, options => options.MaximumRetryCount = 0);

        var result = Assert.Single(await WaitAsync(client, new RequestWaitOptions { Ids = [Bodies.Enroll], PollInterval = Poll }));

        Assert.Equal((RequestStatus.Completed, null), (result.Request?.Status, result.Failure));
    }

    [Fact]
    public async Task UnknownRequestDoesNotDelayTheOthers()
    {
        await using var server = ScriptedServer.Always(call => call.Target.EndsWith(Bodies.UnblockId, StringComparison.Ordinal)
            ? Reply.NoContent(call) : Reply.Json(Bodies.EnrollCompleted)(call));
        using var client = Client(server);

        var results = await WaitAsync(client, new RequestWaitOptions { Ids = [Bodies.Unblock, Bodies.Enroll, Bodies.Enroll] });

        Assert.Equal(2, results.Count);
        Assert.Equal(MimCmError.RequestNotFound, results.Single(result => result.Id == Bodies.Unblock).Failure?.Error);
        Assert.Null(results.Single(result => result.Id == Bodies.Enroll).Failure);
    }

    [Fact]
    public async Task WaitIsCanceledAtOnce()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved));
        using var client = Client(server);
        using var stop = new CancellationTokenSource();
        var interval = TimeSpan.FromMinutes(1);

        var waiting = ReadAsync(client, new RequestWaitOptions { Ids = [Bodies.Enroll], PollInterval = interval }, stop.Token);
        await Eventually.TrueAsync(() => _clock.Waits.Contains(interval));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(waiting));
    }

    private MimCmClient Client(ScriptedServer server, Action<MimCmClientOptions>? configure = null) => server.Client(options =>
    {
        (options.TimeProvider, options.Timeout) = (_clock, ResponseTimeout);
        configure?.Invoke(options);
    });

    /// <summary>Waits, and lets only the time between two polls pass. A poll has a timeout of at least a second.</summary>
    private Task<List<WaitResult>> WaitAsync(MimCmClient client, RequestWaitOptions wait) =>
        _clock.PassUntilAsync(ReadAsync(client, wait), TimeSpan.FromSeconds(1));

    private static async Task<List<WaitResult>> ReadAsync(MimCmClient client, RequestWaitOptions wait, CancellationToken cancellationToken = default)
    {
        var results = new List<WaitResult>();
        await foreach (var result in client.WaitForRequestsAsync(wait, cancellationToken))
            results.Add(result);

        return results;
    }
}
