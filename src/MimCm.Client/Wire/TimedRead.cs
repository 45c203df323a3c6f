namespace MimCm.Wire;

internal static class TimedRead
{
    /// <summary>Reads what is there, and gives up when nothing comes for as long as <paramref name="silence"/>.</summary>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    public static async ValueTask<int> ReadInTimeAsync(this Stream stream, byte[] buffer, int offset, int count, TimeSpan silence, CancellationToken cancellationToken)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(silence);
        try
        {
#if NET
            return await stream.ReadAsync(buffer.AsMemory(offset, count), timed.Token).ConfigureAwait(false);
#else
            // A network stream of .NET Framework looks at the token only before it reads; closing it ends the read.
            using (timed.Token.Register(stream.Dispose))
                return await stream.ReadAsync(buffer, offset, count, timed.Token).ConfigureAwait(false);
#endif
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
}
