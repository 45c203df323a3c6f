namespace MimCm.Http;

internal static class StreamAbortExtensions
{
    /// <summary>Closes the connection of a body that is not read to its end. Disposing it would first read the rest, to keep the
    /// connection for the next call.</summary>
    public static void Abort(this Stream body)
    {
#if NET
        // A read that is canceled closes its connection, and a copy that nobody takes is sure to be under way.
        using var cancel = new CancellationTokenSource();
        try
        {
            var copy = body.CopyToAsync(new NeverCompletingStream(), 1, cancel.Token);
            cancel.Cancel();
            copy.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException)
        {
            // It is closed already.
        }
#endif
    }
}
