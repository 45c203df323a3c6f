namespace MimCm.Http;

/// <summary>Reads a body, with a timeout for the time in which the server sends no data. White space between JSON items does not count as data. The
/// timeout runs only during a read, not between two reads.</summary>
/// <param name="body">The body.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="idleTimeout">The maximum time in which nothing or only white space arrives.</param>
/// <param name="deadline">The maximum time for the complete body; null for no limit.</param>
internal sealed class IdleTimeoutReader(Stream body, TimeProvider timeProvider, TimeSpan idleTimeout, TimeSpan? deadline) : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private TimeSpan _idle;
    private TimeSpan _waited;
    private ResponseTimeout? _timeout;
    private CancellationToken _linkedTo;

    /// <summary>Whether the time for the complete body has passed.</summary>
    public bool HasPassedDeadline { get; private set; }

    /// <summary>Reads the data that has arrived, or waits for data.</summary>
    /// <exception cref="TimeoutException">The idle timeout or the time for the complete body has passed.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public ValueTask<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_timeout is null || _timeout.HasElapsed || _linkedTo != cancellationToken)
        {
            _timeout?.Dispose();
            _timeout = new ResponseTimeout(timeProvider, cancellationToken);
            _linkedTo = cancellationToken;
        }

#if NET
        ValueTask<int> reading;
        try
        {
            reading = body.ReadAsync(buffer.AsMemory(offset, count), _timeout.Token);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }

        if (reading.IsCompletedSuccessfully)
        {
            var read = reading.Result;
            NoteBytes(buffer.AsSpan(offset, read));
            return new ValueTask<int>(read);
        }

        return WaitAsync(reading, buffer, offset, _timeout, cancellationToken);
#else
        return WaitAsync(new ValueTask<int>(ReadOrCloseAsync(buffer, offset, count, _timeout.Token)), buffer, offset, _timeout, cancellationToken);
#endif
    }

    /// <inheritdoc/>
    public void Dispose() => _timeout?.Dispose();

    private async ValueTask<int> WaitAsync(ValueTask<int> reading, byte[] buffer, int offset, ResponseTimeout timeout, CancellationToken cancellationToken)
    {
        var start = timeProvider.GetTimestamp();
        var left = idleTimeout - _idle;
        var isDeadlineNext = deadline - _waited < left;
        if (isDeadlineNext)
            left = deadline!.Value - _waited;

        timeout.Start(left > Shortest ? left : Shortest);
        try
        {
            var read = await reading.ConfigureAwait(false);
            Count(start);
            NoteBytes(buffer.AsSpan(offset, read));
            return read;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (timeout.HasElapsed)
        {
            HasPassedDeadline = isDeadlineNext;
            throw new TimeoutException(e.Message, e);
        }
        finally
        {
            timeout.Stop();
        }
    }

    private void Count(long start)
    {
        var elapsed = timeProvider.GetElapsedTime(start);
        _idle += elapsed;
        _waited += elapsed;
    }

    private void NoteBytes(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is not ((byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t'))
            {
                _idle = TimeSpan.Zero;
                return;
            }
        }
    }

#if !NET
    private async Task<int> ReadOrCloseAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        // A network stream of .NET Framework checks the token only before it reads. Closing the stream ends the read.
        using (cancellationToken.Register(body.Dispose))
            return await body.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
    }
#endif
}
