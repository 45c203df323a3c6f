using System.Collections.Concurrent;

namespace MimCm.Client.Tests;

/// <summary>The times of the polls of a wait, its progress, and the polls of many requests.</summary>
public sealed class RequestPollerScheduleTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(10, new[] { 10, 15, 22.5, 33.75, 50.625, 60, 60 })]
    [InlineData(120, new double[] { 120, 120, 120 })]
    public async Task IntervalsGrowByHalfUpToAMinuteOrTheFirstInterval(double interval, double[] pauses)
    {
        var polls = new ConcurrentQueue<TimeSpan>();
        await using var server = ScriptedServer.Always(call =>
        {
            polls.Enqueue(_clock.Elapsed);
            return Reply.Json(Bodies.EnrollApproved)(call);
        });
        using var client = Client(server);
        using var stop = new CancellationTokenSource();

        var waiting = ReadAsync(client, Wait([Bodies.Enroll]) with { PollInterval = TimeSpan.FromSeconds(interval) }, stop.Token);
        await _clock.PassUntilAsync(() => polls.Count > pauses.Length, TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(waiting));

        var times = polls.Select(time => time.TotalSeconds).ToList();
        Assert.Equal(pauses, times.Skip(1).Zip(times, (next, last) => next - last).Take(pauses.Length));
    }

    [Fact]
    public async Task ProgressReportsThePendingRequestsTheRemainingTimeAndTheLastError()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Json(Bodies.EnrollApproved), Reply.Json(Bodies.EnrollCompleted));
        using var client = Client(server, options => options.MaximumRetryCount = 0);
        var progress = new ConcurrentQueue<WaitProgress>();

        await PassAsync(ReadAsync(client, Wait([Bodies.Enroll]) with { Progress = progress.Enqueue, PollInterval = TimeSpan.FromSeconds(10) }));

        Assert.Equal(2, progress.Count);
        var (busy, approved) = (progress.First(), progress.Last());
        Assert.Equal((1, 1, TimeSpan.FromDays(1)), (busy.Total, busy.Pending, busy.Remaining));
        Assert.Contains("503", busy.Trouble, StringComparison.Ordinal);
        Assert.Equal((TimeSpan.FromDays(1) - TimeSpan.FromSeconds(10), null), (approved.Remaining, approved.Trouble));
    }

    [Fact]
    public async Task ErrorOfATimeoutNamesTheStatusesAndHasTheRequest()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved));
        using var client = Client(server);

        var wait = new RequestWaitOptions
        {
            Ids = [Bodies.Enroll],
            Statuses = [RequestStatus.Completed, RequestStatus.Canceled],
            Timeout = TimeSpan.FromMilliseconds(300),
            PollInterval = TimeSpan.FromMilliseconds(100),
        };

        // A poll has at least a second, and the intervals are shorter.
        var result = Assert.Single(await _clock.PassUntilAsync(ReadAsync(client, wait), TimeSpan.FromSeconds(1)));

        Assert.EndsWith("(waiting for Completed, Canceled).", result.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(Bodies.Enroll, result.Failure.Request?.Uuid);
    }

    [Fact]
    public async Task TimeoutOfZeroUsesTheTimeoutOfTheClientForEachRead()
    {
        await using var server = ScriptedServer.Always(Reply.Silence);
        using var client = Client(server);

        var waiting = ReadAsync(client, Wait([Bodies.Enroll]) with { Timeout = TimeSpan.Zero });
        await Eventually.TrueAsync(() => server.Calls.Count > 0 && _clock.IsWaiting);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(MimCmError.Timeout, Assert.Single(await Eventually.EndsAsync(waiting)).Failure?.Error);
    }

    [Fact]
    public async Task MoreRequestsThanTheConcurrencyLimitAreAllRead()
    {
        await using var server = ScriptedServer.Always(call => Reply.Json(Bodies.Request(IdOf(call), RequestStatus.Completed))(call));
        using var client = Client(server);

        var results = await Eventually.EndsAsync(ReadAsync(client, Wait(Ids(19))));

        Assert.Equal(Ids(19), results.Select(result => result.Id).Order());
        Assert.Equal(19, server.Calls.Count);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public async Task ManyRequestsAreFoundUnchangedByOneList(int count, bool isListed)
    {
        var ids = Ids(count);
        await using var server = new PolledServer { Statuses = ids.ToDictionary(id => id, _ => RequestStatus.Approved) }.Start();
        using var client = Client(server);

        await PollAsync(client, ids, polls: 2);

        Assert.Equal(isListed ? ["status=Approved"] : ids.Select(id => $"{id}").Order(), Targets(server).Skip(count).Order());
    }

    [Fact]
    public async Task OnlyRequestsThatTheListDoesNotShowAsUnchangedAreReadAgain()
    {
        var ids = Ids(25);
        var polled = new PolledServer { Statuses = ids.ToDictionary(id => id, id => id == ids[0] ? RequestStatus.Executing : RequestStatus.Approved) };
        await using var server = polled.Start();
        using var client = Client(server);

        await PollAsync(client, ids, polls: 2, beforeLast: () =>
        {
            // One request is in no list, and one is in the list of the other status.
            polled.Statuses[ids[1]] = RequestStatus.Pending;
            polled.Statuses[ids[2]] = RequestStatus.Executing;
        });

        Assert.Equal(new[] { $"{ids[1]}", $"{ids[2]}", "status=Approved", "status=Executing" }.Order(), Targets(server).Skip(25).Order());
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task ListWithTooManyOtherRequestsIsReadOnceAndNotAgain(int others, bool isListed)
    {
        var ids = Ids(20);
        await using var server = new PolledServer { Statuses = ids.ToDictionary(id => id, _ => RequestStatus.Approved), Others = others }.Start();
        using var client = Client(server);

        await PollAsync(client, ids, polls: 3);

        Assert.Equal(isListed ? 2 : 1, Targets(server).Count(target => target == "status=Approved"));
        Assert.Equal(isListed ? 20 : 60, Targets(server).Count(target => target != "status=Approved"));
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(302, 2)]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    public async Task ListThatFailsIsReplacedByReadingEachRequest(int code, int lists)
    {
        var ids = Ids(20);
        await using var server = new PolledServer { Statuses = ids.ToDictionary(id => id, _ => RequestStatus.Approved), ListCode = code }.Start();
        using var client = Client(server, options => options.MaximumRetryCount = 0);

        await PollAsync(client, ids, polls: 3);

        Assert.Equal(lists, Targets(server).Count(target => target == "status=Approved"));
        Assert.Equal(60, Targets(server).Count(target => target != "status=Approved"));
    }

    private static Guid[] Ids(int count) => [.. Enumerable.Range(1, count).Select(Bodies.Id).Order()];

    private static Guid IdOf(ServerCall call) => Guid.Parse(call.Target.Split('/')[^1]);

    private static IEnumerable<string> Targets(ScriptedServer server) => server.Calls.Select(call => call.Target.Split('/', '?')[^1]);

    private static RequestWaitOptions Wait(Guid[] ids) => new() { Ids = ids, Timeout = TimeSpan.FromDays(1) };

    private MimCmClient Client(ScriptedServer server, Action<MimCmClientOptions>? configure = null) => server.Client(options =>
    {
        (options.TimeProvider, options.Timeout) = (_clock, TimeSpan.FromMinutes(10));
        configure?.Invoke(options);
    });

    /// <summary>Polls this number of times.</summary>
    private async Task PollAsync(MimCmClient client, Guid[] ids, int polls, Action? beforeLast = null)
    {
        using var stop = new CancellationTokenSource();
        var count = 0;
        var options = Wait(ids) with
        {
            PollInterval = TimeSpan.FromSeconds(10),
            Progress = _ =>
            {
                count++;
                if (count == polls - 1)
                    beforeLast?.Invoke();
                if (count == polls)
                    stop.Cancel();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PassAsync(ReadAsync(client, options, stop.Token)));
    }

    /// <summary>Lets the intervals pass, but not the time of a poll.</summary>
    private Task<T> PassAsync<T>(Task<T> work) => _clock.PassUntilAsync(work, TimeSpan.FromMinutes(5));

    private static async Task<List<WaitResult>> ReadAsync(MimCmClient client, RequestWaitOptions wait, CancellationToken cancellationToken = default)
    {
        var results = new List<WaitResult>();
        await foreach (var result in client.WaitForRequestsAsync(wait, cancellationToken))
            results.Add(result);

        return results;
    }

    /// <summary>A server with the status of each request, which also lists them.</summary>
    private sealed class PolledServer
    {
        public Dictionary<Guid, RequestStatus> Statuses { get; init; } = [];

        /// <summary>The number of other requests in the list.</summary>
        public int Others { get; init; }

        public int ListCode { get; init; } = 200;

        public ScriptedServer Start() => ScriptedServer.Always(call => ReplyTo(call)(call));

        private Func<ServerCall, Task> ReplyTo(ServerCall call)
        {
            var query = call.Target.Split('?');
            if (query.Length == 1)
                return Reply.Json(Bodies.Request(IdOf(call), Statuses[IdOf(call)]));

            if (ListCode != 200)
                return Reply.Status(ListCode);

            var listed = Statuses.Where(one => query[1] == $"status={one.Value}").Select(one => Bodies.Request(one.Key, one.Value));
            var others = Enumerable.Range(1_000_000, Others).Select(n => Bodies.Request(Bodies.Id(n)));
            return Reply.Json(Bodies.Array([.. others, .. listed]));
        }
    }
}
