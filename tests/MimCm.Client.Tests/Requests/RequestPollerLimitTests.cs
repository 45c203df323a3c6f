namespace MimCm.Client.Tests;

/// <summary>A wait ends after its timeout, whatever the server does, and accepts no interval that would overload a server.</summary>
public sealed class RequestPollerLimitTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task UnresponsiveServerDelaysTheEndByAtMostASecond()
    {
        await using var server = ScriptedServer.Always(Reply.Silence);
        using var client = server.Client(options => options.TimeProvider = _clock);

        var waiting = WaitAsync(client, new RequestWaitOptions { Ids = [Bodies.Enroll], Timeout = TimeSpan.FromSeconds(1) });
        await Eventually.TrueAsync(() => server.Calls.Count > 0 && _clock.IsWaiting);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(MimCmError.WaitTimeout, (await waiting).Failure?.Error);
        // A poll that was ended by the timeout is the last one.
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task ResultContainsTheLastReadRequest()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client(options => options.TimeProvider = _clock);
        var interval = TimeSpan.FromMilliseconds(100);

        var waiting = WaitAsync(client,
            new RequestWaitOptions { Ids = [Bodies.Enroll], Timeout = TimeSpan.FromMilliseconds(300), PollInterval = interval });
        // Time passes between two polls only.
        var result = await _clock.PassUntilAsync(waiting, TimeSpan.FromSeconds(1));

        Assert.Equal((RequestStatus.Approved, MimCmError.WaitTimeout), (result.Request!.Status, result.Failure!.Error));
        Assert.Equal($"Timed out after 0.3 s: request {Bodies.EnrollId} is still Approved (waiting for a final status).", result.Failure.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.05)]
    [InlineData(86401)]
    [InlineData(1e9)]
    public void InvalidIntervalIsRejected(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestWaitOptions { PollInterval = TimeSpan.FromSeconds(seconds) });

    [Theory]
    [InlineData(-1)]
    [InlineData(1e9)]
    public void InvalidTimeoutIsRejected(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestWaitOptions { Timeout = TimeSpan.FromSeconds(seconds) });

    [Fact]
    public void NullAndTheAllZeroIdAreRejectedBeforeAnyCall()
    {
        using var client = MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions { Address = new Uri("https://cm.contoso.com") }));

        Assert.Throws<ArgumentNullException>(() => new RequestWaitOptions { Ids = null! });
        Assert.Throws<ArgumentNullException>(() => new RequestWaitOptions { Statuses = null! });
        Assert.Throws<ArgumentNullException>(() => client.WaitForRequestsAsync(null!));
        Assert.Throws<ArgumentException>(() => client.WaitForRequestsAsync(new RequestWaitOptions { Ids = [Guid.Empty] }));
    }

    private static async Task<WaitResult> WaitAsync(MimCmClient client, RequestWaitOptions wait)
    {
        var results = new List<WaitResult>();
        await foreach (var result in client.WaitForRequestsAsync(wait))
            results.Add(result);

        return Assert.Single(results);
    }
}
