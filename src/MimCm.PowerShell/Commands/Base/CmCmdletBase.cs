using System.Collections.Concurrent;
using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>A cmdlet that can be stopped while it waits. The client works on other threads; everything that touches the
/// pipeline is queued for the pipeline's own thread, which runs it while it waits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CmCmdletBase : PSCmdlet, IDisposable
{
    private static readonly AsyncLocal<CmCmdletBase?> Active = new();

    // Neither is disposed of: a call that is still being canceled may look at them, and they hold no handle.
    private readonly CancellationTokenSource _stopSource = new();
    private readonly BlockingCollection<Action?> _queuedActions = [];
    private Task<bool>? _pendingRead;

    /// <summary>The cmdlet whose pipeline waits for the code that asks.</summary>
    internal static CmCmdletBase? ActiveCmdlet => Active.Value;

    /// <summary>Ends what this cmdlet began: on Ctrl+C, and when the pipeline wants no more.</summary>
    protected CancellationToken StopToken => _stopSource.Token;

    /// <summary>Has the pipeline's thread do something, such as to run a script block, while it waits.</summary>
    internal Task<T> InvokeOnPipelineThread<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A pipeline that was stopped does no more of what is queued.
        StopToken.Register(() => done.TrySetCanceled());
        QueueAction(() =>
        {
            try
            {
                done.TrySetResult(work());
            }
            catch (Exception e) when (e is not PipelineStoppedException)
            {
                done.TrySetException(e);
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
    protected virtual void Dispose(bool disposing) => _stopSource.Cancel();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopSource.Cancel();

    /// <summary>Starts work of the client on other threads.</summary>
    protected Task<T> StartTask<T>(Func<CancellationToken, Task<T>> work) => StartTask(work, StopToken);

    /// <summary>Starts work of the client that another token ends.</summary>
    protected Task<T> StartTask<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Active.Value = this;
        return Task.Run(() => work(cancellationToken));
    }

    /// <summary>Starts work of the client that gives nothing, and waits for it.</summary>
    protected void RunTask(Func<CancellationToken, Task> work) =>
        AwaitTask(StartTask(async token =>
        {
            await work(token).ConfigureAwait(false);
            return true;
        }));

    /// <summary>Waits for work of the client, and meanwhile does what is queued for this thread.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped first.</exception>
    protected T AwaitTask<T>(Task<T> task)
    {
        if (task is null)
            throw new ArgumentNullException(nameof(task));

        if (!task.IsCompleted)
        {
            task.ContinueWith(_ => _queuedActions.Add(null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (TakeQueuedAction() is { } work)
                work();
        }

        RunQueuedActions();
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
    protected bool MoveNext<T>(IAsyncEnumerator<T> stream)
    {
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));

        // The first read looks for the server and the proxy, which may block: not this thread, which could not be stopped then.
        if (_pendingRead is null)
            return AwaitTask(_pendingRead = StartTask(_ => stream.MoveNextAsync().AsTask()));

        Active.Value = this;
        var next = stream.MoveNextAsync();
        if (!next.IsCompletedSuccessfully)
            return AwaitTask(_pendingRead = next.AsTask());

        RunQueuedActions();
        return next.Result;
    }

    /// <summary>Closes a stream that was perhaps not read to its end, and so its connection.</summary>
    protected void CloseStream(IAsyncDisposable stream)
    {
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));

        // In the middle of a read it can't be closed. That read is canceled when the cmdlet is disposed of, and closes it then.
        if (_pendingRead?.IsCompleted != false)
            stream.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Has the pipeline's thread do something while it waits.</summary>
    protected void QueueAction(Action work) => _queuedActions.Add(work);

    /// <summary>The next that is queued for this thread; null when what is waited for has ended.</summary>
    private Action? TakeQueuedAction()
    {
        try
        {
            return _queuedActions.Take(StopToken);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Does what is still queued for this thread.</summary>
    protected void RunQueuedActions()
    {
        while (_queuedActions.TryTake(out var work))
            work?.Invoke();
    }

    /// <summary>Shows how far the command has got, if it takes long and somebody looks; null where nobody does.</summary>
    private protected ProgressReporter? CreateProgressReporter(Func<ProgressRecord> look) => ShowsProgress ? new ProgressReporter(look, QueueAction, WriteProgress) : null;

    /// <summary>The path of a file in the file system, which need not exist.</summary>
    private protected string ResolveFilePath(string path)
    {
        var resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem")
            ThrowTerminatingError(ErrorRecordFactory.InvalidParameter(Strings.NotAFilePath.With(path, provider.Name)));

        return resolved;
    }

    /// <summary>Whether anybody looks at a bar: $ProgressPreference may say no, and a script that runs with nobody watching leaves it
    /// in a log.</summary>
    private protected bool ShowsProgress =>
        !IsSilent(GetPreference("ProgressAction", "ProgressPreference")) && InteractiveConsole.IsInteractive(Host?.Name);

    /// <summary>What the caller wants done, by the parameter or else by the variable; null where that is no preference.</summary>
    private protected ActionPreference? GetPreference(string parameter, string variable) =>
        LanguagePrimitives.TryConvertTo(
            MyInvocation.BoundParameters.TryGetValue(parameter, out var given) ? given : GetVariableValue(variable),
            out ActionPreference preference)
            ? preference
            : null;

    private static bool IsSilent(ActionPreference? preference) => preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    /// <summary>The client, telling this cmdlet's -Verbose of each exchange. Where nobody listens, nothing is put into words.</summary>
    internal MimCmClient WithVerboseOutput(MimCmClient client) =>
        IsVerbose ? client.WithExchangeObserver(exchange => QueueAction(() => WriteVerbose(exchange.ToString()))) : client;

    private bool IsVerbose =>
        MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
            ? given is not SwitchParameter { IsPresent: false }
            : !IsSilent(GetPreference("Verbose", "VerbosePreference"));
}
