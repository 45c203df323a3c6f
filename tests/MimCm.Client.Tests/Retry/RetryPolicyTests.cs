using System.Collections.Concurrent;
using System.Globalization;

namespace MimCm.Client.Tests;

/// <summary>Which calls are retried, after which failures, how often and when.</summary>
public sealed class RetryPolicyTests
{
    private static readonly byte[] Both = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);

    public static TheoryData<string> Passing => ["408", "429", "502", "503", "504", "reset", "cut at once", "cut and reset"];

    public static TheoryData<string> Standing => ["400", "401", "403", "404", "409", "500", "501", "302", "page", "garbled", "204"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task GetIsRetriedAfterATemporaryFailure(string cause)
    {
        await using var server = ScriptedServer.Start(Answer(cause), Answer(cause), Answer(cause), Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();

        Assert.Equal(Bodies.Enroll, (await client.GetRequestAsync(Bodies.Enroll)).Uuid);
        Assert.Equal(4, server.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task ListIsRetriedAfterATemporaryFailure(string cause)
    {
        await using var server = ScriptedServer.Start(Answer(cause), Reply.Json(Both));
        using var client = server.Client();

        var read = await Read.ListAsync(client);

        Assert.Null(read.Failure);
        Assert.Equal((2, 2), (read.Requests.Count, server.Calls.Count));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task CallIsRetriedUpToTheMaximum(string cause)
    {
        await using var server = ScriptedServer.Always(Answer(cause));
        using var client = server.Client(options => options.MaximumRetryCount = 2);

        await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));
        Assert.Equal(3, server.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task CallIsMadeOnceWithoutRetries(string cause)
    {
        await using var server = ScriptedServer.Always(Answer(cause));
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        Assert.NotNull((await Read.ListAsync(client)).Failure);
        Assert.Single(server.Calls);
    }

    [Theory]
    [MemberData(nameof(Standing))]
    public async Task CallIsNotRetriedAfterAPermanentFailure(string cause)
    {
        await using var server = ScriptedServer.Always(Answer(cause));
        using var client = server.Client();

        await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task TimeoutIsNotRetried()
    {
        await using var server = ScriptedServer.Start(Reply.Silence, Reply.Stall(Both, 100));
        var clock = new ManualClock();
        using var client = server.Client(options => options.TimeProvider = clock);

        foreach (var calls in new[] { 1, 2 })
        {
            var reading = Read.ListAsync(client);
            await Eventually.TrueAsync(() => server.Calls.Count == calls && server.Calls[^1].IsClosed);
            Assert.Equal(MimCmError.Timeout, (await clock.PassUntilAsync(reading)).Failure?.Error);
        }
    }

    [Fact]
    public async Task ListIsNotRetriedAfterItsFirstRequestWasReturned()
    {
        var first = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {Both.Length}");
            await call.WriteAsync(Both[..^10]);
            await first.Task;
            call.Reset();
        });
        using var client = server.Client();
        var given = 0;

        var failure = await Assert.ThrowsAsync<MimCmException>(async () =>
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
            {
                given++;
                first.TrySetResult();
            }
        });

        Assert.Equal((1, MimCmError.InvalidResponse), (given, failure.Error));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task ListIsRetriedIfAFilterRemovedTheRequestsBefore()
    {
        var progress = new ListProgress();
        await using var server = ScriptedServer.Start(
            async call =>
            {
                await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {Both.Length}");
                await call.WriteAsync(Both[..(Bodies.EnrollApproved.Length + 10)]);
                await Eventually.TrueAsync(() => progress.Requests == 1);
                call.Reset();
            },
            Reply.Json(Both));
        using var client = server.Client();

        var requests = new List<Request>();
        await foreach (var batch in client.GetBatchesAsync(new RequestQuery { Types = [RequestType.Unblock] }, progress))
            requests.AddRange(batch);

        Assert.Equal((Bodies.Unblock, 2), (Assert.Single(requests).Uuid, server.Calls.Count));
    }

    [Fact]
    public async Task LaterStatusOfAListIsRetriedLikeTheFirst()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.EnrollApproved), Reply.Status(503), Reply.Reset,
            Reply.Json(Bodies.Request(Bodies.Unblock, RequestStatus.Pending)));
        using var client = server.Client();

        var read = await Read.ListAsync(client, new RequestQuery { Statuses = [RequestStatus.Approved, RequestStatus.Pending] });

        Assert.Equal([Bodies.Enroll, Bodies.Unblock], read.Requests.Select(request => request.Uuid));
        Assert.Equal(["Approved", "Pending", "Pending", "Pending"], server.Calls.Select(call => call.Target.Split('=')[1]));
    }

    [Fact]
    public async Task RetryAfterInSecondsIsHonored()
    {
        var wait = await FirstWaitAsync("Retry-After: 7");

        Assert.Equal(TimeSpan.FromSeconds(7), wait);
    }

    [Fact]
    public async Task RetryAfterAsADateUsesTheClockOfTheServer()
    {
        var date = new DateTime(2020, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        var wait = await FirstWaitAsync($"Date: {date.ToString("R", CultureInfo.InvariantCulture)}",
            $"Retry-After: {date.AddSeconds(9).ToString("R", CultureInfo.InvariantCulture)}");

        Assert.Equal(TimeSpan.FromSeconds(9), wait);
    }

    [Fact]
    public async Task RetryAfterAsADateUsesTheLocalClockIfTheServerSendsNoDate()
    {
        var wait = await FirstWaitAsync($"Retry-After: {new ManualClock().GetUtcNow().AddSeconds(30).ToString("R", CultureInfo.InvariantCulture)}");

        Assert.Equal(TimeSpan.FromSeconds(30), wait);
    }

    [Theory]
    [InlineData("Retry-After: 0")]
    [InlineData("Retry-After: -5")]
    [InlineData("Retry-After: soon")]
    [InlineData("Retry-After: 99999999999x")]
    [InlineData("Retry-After: Wed, 01 Jan 2020 12:00:00 GMT")]
    public async Task InvalidOrPastRetryAfterIsIgnored(string header)
    {
        var wait = await FirstWaitAsync(header);

        Assert.InRange(wait.TotalSeconds, 1, 100);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task RetryAfterOfMoreThanAMinuteIsBusyAtOnce(int code)
    {
        await using var server = ScriptedServer.Always(Reply.Status(code, "", "Retry-After: 61"));
        using var client = server.Client();

        var read = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));
        var change = await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));

        Assert.Equal((MimCmError.ServerBusy, TimeSpan.FromSeconds(61)), (read.Error, read.RetryAfter));
        // The response of a busy server is no proof, and reading back is refused, too.
        Assert.Equal((MimCmError.OutcomeUnknown, MimCmError.ServerBusy), (change.Error, Assert.IsType<MimCmException>(change.InnerException).Error));
        Assert.Equal(["GET", "PUT", "GET"], server.Calls.Select(call => call.Method));
    }

    [Theory]
    [InlineData("2147483647")]
    [InlineData("2147483648")]
    [InlineData("4294967296")]
    [InlineData("20000000000")]
    [InlineData("99999999999999999999999999")]
    public async Task RetryAfterOfAnySizeIsBusyAtOnce(string seconds)
    {
        await using var server = ScriptedServer.Always(Reply.Status(503, "", $"Retry-After: {seconds}"));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

        Assert.Equal(MimCmError.ServerBusy, failure.Error);
        Assert.True(failure.RetryAfter > TimeSpan.FromDays(1), $"{failure.RetryAfter}");
        Assert.Single(server.Calls);
    }

    /// <summary>A change is sent again without reading back only after failures that certainly had no effect, or if the server
    /// requests this. After all others, the request is read back or the failure is reported.</summary>
    [Fact]
    public void TableHasARowForEachKindAndNeverRepeatsAChangeThatMayHaveTakenEffect()
    {
        foreach (var kind in Enum.GetValues(typeof(FailureKind)).Cast<FailureKind>())
        {
            var (read, change, create) = RetryPolicy.ActionsFor(kind);

            Assert.Contains(read, new[] { FailureAction.Retry, FailureAction.GiveUp });
            Assert.Equal(kind is FailureKind.ConnectionRefused or FailureKind.Busy, change == FailureAction.Retry);
            Assert.Equal(kind is FailureKind.NotSent or FailureKind.Rejected, change == FailureAction.GiveUp);

            // A creation is sent again only if the first attempt certainly did not arrive.
            Assert.Equal(kind == FailureKind.ConnectionRefused, create == FailureAction.Retry);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => RetryPolicy.ActionsFor((FailureKind)99));
    }

    [Fact]
    public async Task RetryAfterIsWaitedFor()
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "", "Retry-After: 1"), Reply.Json(Bodies.EnrollApproved));
        var clock = new ManualClock();
        using var client = server.Client(options => (options.TimeProvider, options.Timeout) = (clock, TimeSpan.FromHours(1)));
        var reading = client.GetRequestAsync(Bodies.Enroll);

        await Eventually.TrueAsync(() => clock.Waits.Contains(TimeSpan.FromSeconds(1)));
        clock.Advance(TimeSpan.FromSeconds(0.99));
        Assert.Contains(TimeSpan.FromSeconds(1), clock.Waits);
        Assert.Single(server.Calls);

        clock.Advance(TimeSpan.FromSeconds(0.01));
        await reading;
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(1.0, 0.0)]
    [InlineData(0.5, 0.5)]
    public void EachDelayIsLongerThanThePreviousOneWithAnyJitter(double before, double after)
    {
        for (var retries = 0; retries < 5; retries++)
            Assert.True(RetryPolicy.Backoff(TimeSpan.FromSeconds(1), retries + 1, after) > RetryPolicy.Backoff(TimeSpan.FromSeconds(1), retries, before));
    }

    [Fact]
    public void DelayIsAtMostAMinute()
    {
        Assert.Equal(RetryPolicy.MaxRetryDelay, RetryPolicy.Backoff(TimeSpan.FromSeconds(1), 1000, 1));
        Assert.Equal(RetryPolicy.MaxRetryDelay, RetryPolicy.Backoff(TimeSpan.FromHours(1), 0, 0));
    }

    /// <summary>The reported delay, without waiting for it.</summary>
    private static async Task<TimeSpan> FirstWaitAsync(params string[] headers)
    {
        var waits = new ConcurrentQueue<TimeSpan>();
        using var stop = new CancellationTokenSource();
        await using var server = ScriptedServer.Start(Reply.Status(503, "", headers));
        using var client = server.Client(options => (options.RetryInterval, options.TimeProvider) = (TimeSpan.FromSeconds(20), new ManualClock()));
        var observed = client.WithExchangeObserver(exchange =>
        {
            Note(exchange, waits);
            if (exchange.RetryIn is not null)
                stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => observed.GetRequestAsync(Bodies.Enroll, stop.Token));
        return Assert.Single(waits);
    }

    private static void Note(HttpExchange exchange, ConcurrentQueue<TimeSpan> waits)
    {
        if (exchange.RetryIn is { } wait)
            waits.Enqueue(wait);
    }

    private static Func<ServerCall, Task> Answer(string cause) => cause switch
    {
        "reset" => Reply.Reset,
        "cut at once" => Reply.Cut(Both, 100),
        "cut and reset" => Reply.Cut(Both, 100, call => call.Reset()),
        "page" => Reply.Status(200, "<html></html>", "Content-Type: text/html"),
        "garbled" => Reply.Json("[{\"Uuid\":5}]"),
        _ => Reply.Status(int.Parse(cause, CultureInfo.InvariantCulture)),
    };
}
