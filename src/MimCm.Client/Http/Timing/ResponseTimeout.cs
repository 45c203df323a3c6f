namespace MimCm.Http;

/// <summary>A cancellation token that is canceled by the caller or after a timeout.</summary>
internal sealed class ResponseTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private volatile bool _hasElapsed;

    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public ResponseTimeout(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = timeProvider.CreateTimer(static state => ((ResponseTimeout)state!).Elapse(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The combined cancellation token.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the timeout has passed.</summary>
    public bool HasElapsed => _hasElapsed;

    /// <summary>Starts or restarts the timeout.</summary>
    public void Start(TimeSpan timeout) => _timer.Change(timeout, Timeout.InfiniteTimeSpan);

    /// <summary>Stops the timeout.</summary>
    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Elapse()
    {
        _hasElapsed = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The response arrived at the same time.
        }
    }
}
