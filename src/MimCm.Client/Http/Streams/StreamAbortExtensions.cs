namespace MimCm.Http;

internal static class StreamAbortExtensions
{
    /// <summary>Closes the connection of a body that is not read to its end. Disposing of the body would first read the rest, to reuse the connection
    /// for the next call.</summary>
    public static void Abort(this Stream body)
    {
#if NET
        // Canceling a read closes its connection. This copy is certain to be in progress, because nothing reads its target.
        using var cancel = new CancellationTokenSource();
        try
        {
            var copy = body.CopyToAsync(new NeverCompletingStream(), 1, cancel.Token);
            cancel.Cancel();
            copy.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException)
        {
            // The stream is already closed.
        }
#endif
    }
}
