using System.Net.Http;

namespace MimCm.Retry;

/// <summary>Decides whether a failed call is repeated, and when. <see cref="ActionsFor"/> is the whole rule.</summary>
internal sealed class RetryPolicy
{
    /// <summary>The longest delay between two attempts. A server that asks for more is not waited for.</summary>
    public static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(60);

    private static readonly Random Random = new();

    private readonly int _maximumRetryCount;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _timeProvider;

    /// <param name="maximumRetryCount">The number of attempts after the first.</param>
    /// <param name="interval">The delay before the second attempt; it doubles for each further attempt.</param>
    /// <param name="timeProvider">The clock that delays are measured with.</param>
    public RetryPolicy(int maximumRetryCount, TimeSpan interval, TimeProvider timeProvider)
    {
        _maximumRetryCount = maximumRetryCount;
        _interval = interval;
        _timeProvider = timeProvider;
    }

    /// <summary>The table: what to do after each kind of failure, for a GET, for a status change and for the creation of a request. A creation is
    /// sent again only if it surely never arrived, as two requests would exist otherwise.</summary>
    public static (FailureAction Read, FailureAction Change, FailureAction Create) ActionsFor(FailureKind kind) => kind switch
    {
        // Nothing was sent, and a server that restarts accepts connections again in a moment.
        FailureKind.ConnectionRefused => (FailureAction.Retry, FailureAction.Retry, FailureAction.Retry),

        // Nothing was sent, and waiting does not remove the obstacle.
        FailureKind.NotSent => (FailureAction.GiveUp, FailureAction.GiveUp, FailureAction.GiveUp),

        // The server has examined the call and would reject it again. It has changed nothing.
        FailureKind.Rejected => (FailureAction.GiveUp, FailureAction.GiveUp, FailureAction.GiveUp),

        // The server says when to come back. A gateway can say so of a call that had already reached the server, which is why
        // NextStep reads the request back when a later attempt fails.
        FailureKind.Busy => (FailureAction.Retry, FailureAction.Retry, FailureAction.ReadBackThenReport),

        // The server behind the gateway may have processed the call. Reading twice does no harm; changing twice could.
        FailureKind.GatewayFailure => (FailureAction.Retry, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),
        FailureKind.ConnectionLost => (FailureAction.Retry, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),

        // A read that was too slow once would double the waiting time if it were repeated.
        FailureKind.NoResponse => (FailureAction.GiveUp, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),

        // A server that answers a read incorrectly will do so again. A change may have been made all the same.
        FailureKind.InvalidBody => (FailureAction.GiveUp, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),

        // An error such as 500 can occur after the change was stored; it says nothing about a repetition being safe.
        FailureKind.OtherStatus => (FailureAction.GiveUp, FailureAction.ReadBackThenReport, FailureAction.ReadBackThenReport),

        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>What to do after a failed attempt to change a request.</summary>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="retries">The number of attempts made before it.</param>
    /// <param name="mayHaveArrived">Whether an earlier attempt may have reached the server.</param>
    public FailureAction NextStep(MimCmException failure, int retries, bool mayHaveArrived)
    {
        var action = ActionsFor(failure.Kind).Change;
        if (action == FailureAction.Retry && GetDelay(failure, retries) is null)
            action = FailureAction.GiveUp;

        // The failure of the last attempt says nothing about an earlier one, and "busy" not even about itself.
        return action == FailureAction.GiveUp && (mayHaveArrived || failure.Kind == FailureKind.Busy) ? FailureAction.ReadBackThenReport : action;
    }

    /// <summary>The delay before the next attempt; null when there is to be none.</summary>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="retries">The number of attempts made before it.</param>
    public TimeSpan? GetDelay(MimCmException failure, int retries)
    {
        if (retries >= _maximumRetryCount || failure.RetryAfter > MaxRetryDelay)
            return null;

        return failure.RetryAfter ?? Backoff(_interval, retries, NextJitter());
    }

    /// <summary>Executes a read, and repeats it after failures for which the table says so.</summary>
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="observer">Is told of each repetition.</param>
    /// <param name="cancellationToken">Ends the attempt or the delay.</param>
    /// <exception cref="MimCmException">The last attempt failed.</exception>
    public async Task<T> ExecuteReadAsync<T>(Func<CancellationToken, Task<T>> attempt, Action<HttpExchange>? observer, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await attempt(cancellationToken).ConfigureAwait(false);
            }
            catch (MimCmException e) when (ActionsFor(e.Kind).Read == FailureAction.Retry && GetDelay(e, retries) is { } delay)
            {
                await DelayAsync(HttpMethod.Get, e, delay, observer, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Announces the next attempt and waits for it.</summary>
    public async Task DelayAsync(HttpMethod method, MimCmException failure, TimeSpan delay, Action<HttpExchange>? observer, CancellationToken cancellationToken)
    {
        observer?.Invoke(new HttpExchange
        {
            Method = method.Method,
            PathAndQuery = failure.Uri?.PathAndQuery ?? "",
            StatusCode = failure.StatusCode,
            Failure = failure.Message,
            RetryIn = delay,
        });
        await _timeProvider.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The exponential delay, up to <see cref="MaxRetryDelay"/>.</summary>
    /// <param name="interval">The delay before the second attempt.</param>
    /// <param name="retries">The number of attempts made before the last.</param>
    /// <param name="jitter">From 0 to 1: where in the range of ±20 % the delay lies. Each delay is longer than the one before, whatever the jitter.</param>
    internal static TimeSpan Backoff(TimeSpan interval, int retries, double jitter)
    {
        var seconds = interval.TotalSeconds * Math.Pow(2, Math.Min(retries, 20)) * (0.8 + (0.4 * jitter));
        return TimeSpan.FromSeconds(Math.Min(seconds, MaxRetryDelay.TotalSeconds));
    }

    private static double NextJitter()
    {
        lock (Random)
            return Random.NextDouble();
    }
}
