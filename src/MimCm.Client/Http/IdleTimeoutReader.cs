namespace MimCm.Http;

/// <summary>Reads a body from its beginning to its end, and gives up when nothing comes for too long.</summary>
internal sealed class IdleTimeoutReader(Stream body) : IDisposable
{
#if NET
    // What watches the time is made once for the body, and is asked only where nothing is there yet.
    private CancellationTokenSource? _timed;
    private CancellationToken _linkedTo;

    /// <summary>Reads what is there, and gives up when nothing comes for as long as <paramref name="silence"/>.</summary>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    public ValueTask<int> ReadAsync(byte[] buffer, int offset, int count, TimeSpan silence, CancellationToken cancellationToken)
    {
        var timed = _timed;
        if (timed is null || timed.IsCancellationRequested || _linkedTo != cancellationToken)
        {
            timed?.Dispose();
            _timed = timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _linkedTo = cancellationToken;
        }

        ValueTask<int> reading;
        try
        {
            reading = body.ReadAsync(buffer.AsMemory(offset, count), timed.Token);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }

        return reading.IsCompletedSuccessfully ? new ValueTask<int>(reading.Result) : WaitAsync(reading, timed, silence, cancellationToken);
    }

    public void Dispose() => _timed?.Dispose();

    private static async ValueTask<int> WaitAsync(ValueTask<int> reading, CancellationTokenSource timed, TimeSpan silence, CancellationToken cancellationToken)
    {
        timed.CancelAfter(silence);
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (timed.IsCancellationRequested)
        {
            throw new TimeoutException(e.Message, e);
        }
        finally
        {
            // Where it has run out just now, the next read makes another.
            timed.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
#else
    /// <summary>Reads what is there, and gives up when nothing comes for as long as <paramref name="silence"/>.</summary>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    public async ValueTask<int> ReadAsync(byte[] buffer, int offset, int count, TimeSpan silence, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(silence);
        try
        {
            // A network stream of .NET Framework looks at the token only before it reads; closing it ends the read.
            using (timed.Token.Register(body.Dispose))
                return await body.ReadAsync(buffer, offset, count, timed.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (timed.IsCancellationRequested)
        {
            throw new TimeoutException(e.Message, e);
        }
    }

    public void Dispose()
    {
    }
#endif
}
