namespace MimCm.Http;

/// <summary>A token that is canceled by the caller, or when a time has passed.</summary>
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

    /// <summary>The token to wait with.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time has passed.</summary>
    public bool HasElapsed => _hasElapsed;

    /// <summary>Starts to count, or starts again.</summary>
    public void Start(TimeSpan timeout) => _timer.Change(timeout, Timeout.InfiniteTimeSpan);

    /// <summary>Stops counting.</summary>
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
            // The response arrived at the same moment.
        }
    }
}
