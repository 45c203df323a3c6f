using System.Collections.Concurrent;
using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>A cmdlet that can be stopped while it waits. The client works on other threads; everything that touches the
/// pipeline is queued for the pipeline's own thread, which runs it while it waits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CmCmdlet : PSCmdlet, IDisposable
{
    private static readonly AsyncLocal<CmCmdlet?> Waiting = new();

    // Neither is disposed of: a call that is still being canceled may look at them, and they hold no handle.
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Action?> _work = [];

    /// <summary>The cmdlet whose pipeline waits for the code that asks.</summary>
    internal static CmCmdlet? Current => Waiting.Value;

    /// <summary>Ends what this cmdlet began: on Ctrl+C, and when the pipeline wants no more.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Has the pipeline's thread do something, such as to run a script block, while it waits.</summary>
    internal Task<T> OnPipelineThread<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e) when (e is not PipelineStoppedException)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Ends every call that is still under way. The engine calls only this when the pipeline wants no more.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing) => _stop.Cancel();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Starts work of the client on other threads.</summary>
    protected Task<T> Start<T>(Func<CancellationToken, Task<T>> work)
    {
        Waiting.Value = this;
        return Task.Run(() => work(StopToken));
    }

    /// <summary>Starts work of the client that gives nothing, and waits for it.</summary>
    protected void Run(Func<CancellationToken, Task> work) =>
        Wait(Start(async token =>
        {
            await work(token).ConfigureAwait(false);
            return true;
        }));

    /// <summary>Waits for work of the client, and meanwhile does what is queued for this thread.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped first.</exception>
    protected T Wait<T>(Task<T> task)
    {
        if (task is null)
            throw new ArgumentNullException(nameof(task));

        if (!task.IsCompleted)
        {
            task.ContinueWith(_ => _work.Add(null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            try
            {
                while (_work.Take(StopToken) is { } work)
                    work();
            }
            catch (OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }
        }

        WriteQueued();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits for the next of a stream, which costs nothing while its buffer has one.</summary>
    protected bool WaitForNext<T>(IAsyncEnumerator<T> stream)
    {
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));

        Waiting.Value = this;
        var next = stream.MoveNextAsync();
        return next.IsCompletedSuccessfully ? next.Result : Wait(next.AsTask());
    }

    /// <summary>Does what is still queued for this thread.</summary>
    protected void WriteQueued()
    {
        while (_work.TryTake(out var work))
            work?.Invoke();
    }

    /// <summary>The client, telling this cmdlet's -Verbose of each exchange.</summary>
    internal MimCmClient Observed(MimCmClient client) => client.Observe(exchange => _work.Add(() => WriteVerbose(exchange.ToString())));
}
