using System.Threading.Channels;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Extensions of <see cref="ChannelWriter{T}"/>, for a task that writes to a channel.</summary>
internal static class ChannelWriterExtensions
{
    /// <summary>Runs the task that writes to the channel, then completes the channel. An exception of the task is passed to the reader of the
    /// channel.</summary>
    public static async Task RunAsync<T>(this ChannelWriter<T> writer, Func<Task> work)
    {
        Exception? failure = null;
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        writer.Complete(failure);
    }

    /// <summary>Writes a copy of each batch of a list to the channel.</summary>
    public static async Task CopyFromAsync<T>(this ChannelWriter<List<T>> writer, IAsyncEnumerable<List<T>> list, CancellationToken cancellationToken)
    {
        await foreach (var batch in list.WithCancellation(cancellationToken).ConfigureAwait(false))
            await writer.WriteAsync([.. batch], cancellationToken).ConfigureAwait(false);
    }
}
