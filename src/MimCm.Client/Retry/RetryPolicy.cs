using System.Net.Http;

namespace MimCm.Retry;

/// <summary>Determines whether and when a failed call is retried. <see cref="ActionsFor"/> contains the complete table of rules.</summary>
internal sealed class RetryPolicy
{
    /// <summary>The maximum delay between two attempts. If a server asks for a longer delay, the failure is reported at once.</summary>
    public static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(60);

    private static readonly Random Random = new();

    private readonly int _maximumRetryCount;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _timeProvider;

    /// <param name="maximumRetryCount">The number of attempts after the first.</param>
    /// <param name="interval">The delay before the second attempt. It doubles for each further attempt.</param>
    /// <param name="timeProvider">The clock for the delays.</param>
    public RetryPolicy(int maximumRetryCount, TimeSpan interval, TimeProvider timeProvider)
    {
        _maximumRetryCount = maximumRetryCount;
        _interval = interval;
        _timeProvider = timeProvider;
    }

    /// <summary>The table: what to do after each kind of failure, for a GET, for a status change and for the creation of a request. A creation is
    /// sent again only if it certainly did not arrive; otherwise two requests could exist.</summary>
    public static (FailureAction Read, FailureAction Change, FailureAction Create) ActionsFor(FailureKind kind) => kind switch
    {
        // Nothing was sent, and a restarting server accepts connections again soon.
        FailureKind.ConnectionRefused => (FailureAction.Retry, FailureAction.Retry, FailureAction.Retry),

        // Nothing was sent, and waiting does not help.
        FailureKind.NotSent => (FailureAction.GiveUp, FailureAction.GiveUp, FailureAction.GiveUp),

        // The server rejected the call without changing anything, and would reject it again.
        FailureKind.Rejected => (FailureAction.GiveUp, FailureAction.GiveUp, FailureAction.GiveUp),

        // The server asks to retry later. A gateway can send this response for a call that has already reached the server, so NextStep reads the
        // request back if a later attempt fails.
        FailureKind.Busy => (FailureAction.Retry, FailureAction.Retry, FailureAction.ReadBackThenReport),

        // The server behind the gateway may have processed the call. Reading twice is harmless; changing twice may not be.
        FailureKind.GatewayFailure => (FailureAction.Retry, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),
        FailureKind.ConnectionLost => (FailureAction.Retry, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),

        // Retrying a read that timed out would double the waiting time.
        FailureKind.NoResponse => (FailureAction.GiveUp, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),

        // A server that returns an invalid response to a read will do so again. A change may still have taken effect.
        FailureKind.InvalidBody => (FailureAction.GiveUp, FailureAction.ReadBackThenRetry, FailureAction.ReadBackThenReport),

        // An error such as 500 can occur after the change was stored, so sending the change again may not be safe.
        FailureKind.OtherStatus => (FailureAction.GiveUp, FailureAction.ReadBackThenReport, FailureAction.ReadBackThenReport),

        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>Returns the action after a failed attempt to change a request.</summary>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="retries">The number of attempts made before it.</param>
    /// <param name="mayHaveArrived">Whether an earlier attempt may have reached the server.</param>
    public FailureAction NextStep(MimCmException failure, int retries, bool mayHaveArrived)
    {
        var action = ActionsFor(failure.Kind).Change;
        if (action == FailureAction.Retry && GetDelay(failure, retries) is null)
            action = FailureAction.GiveUp;

        // The failure of the last attempt does not show whether an earlier attempt took effect. "Busy" does not even show that for itself.
        return action == FailureAction.GiveUp && (mayHaveArrived || failure.Kind == FailureKind.Busy) ? FailureAction.ReadBackThenReport : action;
    }

    /// <summary>Returns the delay before the next attempt; null if there is no further attempt.</summary>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="retries">The number of attempts made before it.</param>
    public TimeSpan? GetDelay(MimCmException failure, int retries)
    {
        if (retries >= _maximumRetryCount || failure.RetryAfter > MaxRetryDelay)
            return null;

        return failure.RetryAfter ?? Backoff(_interval, retries, NextJitter());
    }

    /// <summary>Executes a read, and retries it after the failures for which the table says so.</summary>
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="observer">Called before each retry.</param>
    /// <param name="cancellationToken">Cancels the attempt or the delay.</param>
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

    /// <summary>Reports the next attempt and waits until it is due.</summary>
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

    /// <summary>Returns the exponential delay, up to <see cref="MaxRetryDelay"/>.</summary>
    /// <param name="interval">The delay before the second attempt.</param>
    /// <param name="retries">The number of attempts made before the last.</param>
    /// <param name="jitter">A value from 0 to 1 that selects a delay within ±20 %. With any jitter, each delay is longer than the one before.</param>
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
