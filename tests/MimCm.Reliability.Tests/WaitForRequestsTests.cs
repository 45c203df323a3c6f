using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>The client waits for requests.</summary>
public sealed class WaitForRequestsTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromHours(1);

    /// <summary>Longer than the intervals of these tests, and shorter than the timeout of a poll.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The minimum timeout of a poll, even if the wait ends earlier.</summary>
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private SimulatorHost _server = null!;
    private MimCmClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 400 });
        _client = ClientOf(_server);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task EachRequestIsReturnedWhenItReachesTheStatus()
    {
        var (first, second) = (Add(18), Add(18));
        var results = _client.WaitForRequestsAsync(new RequestWaitOptions { Ids = [first, second], PollInterval = Soon }).GetAsyncEnumerator();

        var next = results.MoveNextAsync().AsTask();
        await PassUntilAsync(() => _server.Calls.Count >= 6);
        Assert.False(next.IsCompleted);

        _server.SetStatus(second, 8);
        Assert.True(await PassUntilAsync(next));
        Assert.Equal((second, RequestStatus.Completed, null), (results.Current.Id, results.Current.Request!.Status, results.Current.Failure));

        _server.SetStatus(first, 17);
        Assert.True(await PassUntilAsync(results.MoveNextAsync().AsTask()));
        Assert.Equal((first, RequestStatus.Canceled), (results.Current.Id, results.Current.Request!.Status));
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task OtherFinalStatusIsReportedAtOnce()
    {
        var id = Add(4);

        var result = Assert.Single(
            await WaitAsync(new RequestWaitOptions { Ids = [id], Statuses = [RequestStatus.Completed], Timeout = TimeSpan.FromMinutes(5) }));

        Assert.Equal(MimCmError.UnexpectedStatus, result.Failure!.Error);
        Assert.Equal(RequestStatus.Denied, result.Request!.Status);
    }

    [Fact]
    public async Task StatusThatIsNotFinalCanBeWaitedFor()
    {
        var id = Add(16);
        var waiting = ReadAsync(new RequestWaitOptions { Ids = [id], Statuses = [RequestStatus.Approved], PollInterval = Soon });
        await PassUntilAsync(() => _server.Calls.Count >= 2);
        _server.SetStatus(id, 3);

        var result = Assert.Single(await PassUntilAsync(waiting));

        Assert.Null(result.Failure);
        Assert.Equal(RequestStatus.Approved, result.Request!.Status);
    }

    [Fact]
    public async Task TimeoutOfZeroReadsOnce()
    {
        var (open, done) = (Add(3), Add(8));
        _server.ClearCalls();

        var results = await WaitAsync(new RequestWaitOptions { Ids = [open, done], Timeout = TimeSpan.Zero });

        Assert.Equal(2, _server.Calls.Count);
        Assert.Null(results.Single(result => result.Id == done).Failure);
        Assert.Equal(MimCmError.WaitTimeout, results.Single(result => result.Id == open).Failure!.Error);
    }

    [Fact]
    public async Task TimeoutNamesTheRequestAndItsStatus()
    {
        var result = Assert.Single(await WaitAsync(new RequestWaitOptions { Ids = [Add(3)], Timeout = TimeSpan.FromSeconds(1), PollInterval = Soon }));

        Assert.Equal(MimCmError.WaitTimeout, result.Failure!.Error);
        Assert.Contains("Approved", result.Failure.Message, StringComparison.Ordinal);
        Assert.True(_clock.Elapsed.TotalSeconds >= 0.9, $"{_clock.Elapsed}");
    }

    [Fact]
    public async Task UnknownRequestIsReportedAtOnceAndTheOthersAreWaitedFor()
    {
        var done = Add(8);

        var results = await WaitAsync(new RequestWaitOptions { Ids = [Guid.NewGuid(), done], Timeout = TimeSpan.FromMinutes(5), PollInterval = Soon });

        Assert.Equal(2, results.Count);
        Assert.Equal(MimCmError.RequestNotFound, results.Single(result => result.Id != done).Failure!.Error);
    }

    [Fact]
    public async Task IntervalsGrow()
    {
        var id = Add(3);
        _server.ClearCalls();

        await WaitAsync(new RequestWaitOptions { Ids = [id], Timeout = TimeSpan.FromSeconds(2), PollInterval = TimeSpan.FromMilliseconds(100) });

        // With 0.1 s each time, there would be 21 reads. With half as much more each time, there are 8.
        Assert.InRange(_server.Calls.Count, 5, 12);
    }

    [Fact]
    public async Task ManyUnchangedRequestsNeedOneList()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => Add(18)).ToArray();
        _server.ClearCalls();

        var waiting = ReadAsync(new RequestWaitOptions { Ids = ids, PollInterval = TimeSpan.FromMilliseconds(100) });
        await PassUntilAsync(() => _server.Calls.Count(IsList) >= 2);
        Array.ForEach(ids, id => _server.SetStatus(id, 8));
        var results = await PassUntilAsync(waiting);

        Assert.All(results, result => Assert.Equal((null, RequestStatus.Completed), (result.Failure, result.Request!.Status)));
        Assert.Equal(ids.ToHashSet(), [.. results.Select(result => result.Id)]);
        Assert.InRange(_server.Calls.Count(IsList), 2, 10);
        Assert.Equal(200, _server.Calls.Count(call => call.Id is not null));

        static bool IsList(RecordedCall call) => call.Query.Contains("status=Executing", StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestsAreReadOneByOneIfListsAreForbidden()
    {
        var ids = Enumerable.Range(0, 30).Select(_ => Add(18)).ToArray();
        _server.AddFault(new FaultRule { Path = "list", Status = 403 });
        var ending = EndAfterTheListAsync();

        var results = await WaitAsync(new RequestWaitOptions { Ids = ids, PollInterval = Soon });
        await ending;

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Single(_server.Calls, call => call.Id is null);

        // After several polls, so that a second list would have been read.
        async Task EndAfterTheListAsync()
        {
            await Eventually.TrueAsync(() => _server.Calls.Any(call => call.Id is null));
            var before = _server.Calls.Count;
            await Eventually.TrueAsync(() => _server.Calls.Count >= before + (3 * ids.Length));
            Array.ForEach(ids, id => _server.SetStatus(id, 8));
        }
    }

    [Fact]
    public async Task WaitContinuesAfterARestartOfTheServer()
    {
        var first = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 10 });
        var id = first.Requests(status: 3).First().Uuid;
        using var client = ClientOf(first);
        var trouble = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = ReadAsync(
            new RequestWaitOptions
            {
                Ids = [id],
                Timeout = TimeSpan.FromMinutes(30),
                PollInterval = Soon,
                Progress = progress => _ = progress.Trouble is not null && trouble.TrySetResult(progress.Trouble),
            },
            client);

        await Eventually.TrueAsync(() => first.Calls.Count > 0);
        await first.DisposeAsync();
        Assert.Contains("onnect", await PassUntilAsync(trouble.Task), StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);

        await using var second = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 10, Port = first.BaseAddress.Port });
        second.SetStatus(id, 8);

        var result = Assert.Single(await PassUntilAsync(waiting));
        Assert.Equal((null, RequestStatus.Completed), (result.Failure, result.Request!.Status));
    }

    [Fact]
    public async Task CanceledWaitEndsAtOnceWithoutAnError()
    {
        using var stop = new CancellationTokenSource();
        var waiting = ReadAsync(new RequestWaitOptions { Ids = [Add(3)], PollInterval = TimeSpan.FromMinutes(1) }, _client, stop.Token);
        await Eventually.TrueAsync(() => _server.Calls.Count > 0);

        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(waiting));
    }

    private MimCmClient ClientOf(SimulatorHost server) => MimCmClient.Create(new MimCmClientOptions
    {
        Address = server.BaseAddress,
        Timeout = ResponseTimeout,
        RetryInterval = TimeSpan.FromMilliseconds(1),
        TimeProvider = _clock,
    });

    private Guid Add(int status) => _server.Add(new StoredRequest { Status = status }).Uuid;

    /// <summary>Lets the time between two polls pass.</summary>
    private Task PassUntilAsync(Func<bool> condition) => _clock.PassUntilAsync(condition, LongestPause);

    private Task<T> PassUntilAsync<T>(Task<T> work) => _clock.PassUntilAsync(work, LongestPause);

    private Task<List<WaitResult>> WaitAsync(RequestWaitOptions wait) =>
        _clock.PassUntilAsync(ReadAsync(wait), wait.Timeout < LongestPause ? ShortestPoll : LongestPause);

    private Task<List<WaitResult>> ReadAsync(RequestWaitOptions wait) => ReadAsync(wait, _client);

    private static async Task<List<WaitResult>> ReadAsync(RequestWaitOptions wait, MimCmClient client, CancellationToken cancellationToken = default)
    {
        var results = new List<WaitResult>();
        await foreach (var result in client.WaitForRequestsAsync(wait, cancellationToken))
            results.Add(result);

        return results;
    }
}
