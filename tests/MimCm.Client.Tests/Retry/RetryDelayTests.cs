using MimCm.Retry;

namespace MimCm.Client.Tests;

/// <summary>The delays between attempts, without a server.</summary>
public sealed class RetryDelayTests
{
    private readonly ManualClock _clock = new();
    private readonly RetryPolicy _policy;

    public RetryDelayTests() => _policy = new RetryPolicy(maximumRetryCount: 2, TimeSpan.FromSeconds(1), _clock);

    [Theory]
    [InlineData(60, true)]
    [InlineData(60.001, false)]
    public void DelayThatTheServerAsksForIsAcceptedUpToAMinute(double seconds, bool isAccepted)
    {
        var delay = TimeSpan.FromSeconds(seconds);

        Assert.Equal(isAccepted ? delay : null, _policy.GetDelay(Fail(retryAfter: delay), retries: 0));
    }

    [Theory]
    [InlineData(0, 0, 0.8)]
    [InlineData(0, 0.5, 1)]
    [InlineData(0, 1, 1.2)]
    [InlineData(2, 0, 3.2)]
    [InlineData(2, 1, 4.8)]
    public void DelayDoublesWithEachAttemptAndVariesByAFifth(int retries, double jitter, double seconds) =>
        Assert.Equal(seconds, RetryPolicy.Backoff(TimeSpan.FromSeconds(1), retries, jitter).TotalSeconds, precision: 6);

    [Fact]
    public void DelaysAreRandom() => Assert.True(Enumerable.Range(0, 100).Select(_ => _policy.GetDelay(Fail(), retries: 0)).Distinct().Count() > 1);

    [Fact]
    public async Task CanceledReadIsNotAttempted()
    {
        var attempts = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _policy.ExecuteReadAsync(
            _ => Task.FromResult(++attempts), observer: null, new CancellationToken(canceled: true)));

        Assert.Equal(0, attempts);
    }

    [Fact]
    public async Task RetryIsReportedBeforeItsDelay()
    {
        HttpExchange? reported = null;

        var delay = _policy.DelayAsync(HttpMethod.Put, Fail(new Uri("https://cm.contoso.com/a?b")), TimeSpan.FromSeconds(5), one => reported = one, default);

        Assert.Equal(("PUT", "/a?b", TimeSpan.FromSeconds(5), "It failed."), (reported!.Method, reported.PathAndQuery, reported.RetryIn, reported.Failure));
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await Eventually.EndsAsync(delay);
    }

    [Fact]
    public async Task RetryOfACallWithoutAnAddressIsReportedWithoutAPath()
    {
        HttpExchange? reported = null;

        var delay = _policy.DelayAsync(HttpMethod.Get, Fail(), TimeSpan.FromSeconds(1), one => reported = one, default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.EndsAsync(delay);

        Assert.Equal("", reported!.PathAndQuery);
    }

    private static MimCmException Fail(Uri? uri = null, TimeSpan? retryAfter = null) =>
        new(MimCmError.ServerBusy, "It failed.") { Uri = uri, RetryAfter = retryAfter, Kind = FailureKind.Busy };
}
