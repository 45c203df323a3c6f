using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Reads a list on another thread, so that its next requests are received and parsed while the pipeline processes the previous ones.</summary>
internal static class ReadAheadReader
{
    /// <summary>The maximum number of batches that are read and not yet processed. A batch has at most as many requests as one buffer of the client.</summary>
    public const int MaxBatches = 8;

    /// <summary>Reads the list. A failure is thrown after the requests that were received before it.</summary>
    /// <param name="list">The list; it may use the same object for each batch.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    public static async IAsyncEnumerable<List<T>> ReadAsync<T>(
        IAsyncEnumerable<List<T>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<List<T>>(new BoundedChannelOptions(MaxBatches) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => batches.Writer.RunAsync(() => batches.Writer.CopyFromAsync(list, stop.Token)), CancellationToken.None);
        try
        {
            while (await batches.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (batches.Reader.TryRead(out var batch))
                    yield return batch;
            }
        }
        finally
        {
            // The list is closed when this one is, also before its end.
            stop.Cancel();
            await reading.ConfigureAwait(false);
        }
    }
}
