using System.Collections.Concurrent;
using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that call the server. The client works on other threads while the pipeline thread waits. Actions that write to
/// the pipeline are queued, and the pipeline thread runs them while it waits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CmCmdletBase : PSCmdlet, IDisposable
{
    private static readonly AsyncLocal<CmCmdletBase?> Active = new();

    // Not disposed of, because a call that is being canceled may still use them. They hold no handles.
    private readonly CancellationTokenSource _stopSource = new();
    private readonly BlockingCollection<Action?> _queuedActions = [];
    private Task<bool>? _pendingRead;

    /// <summary>The cmdlet that the current code runs for, on any thread.</summary>
    internal static CmCmdletBase? ActiveCmdlet => Active.Value;

    /// <summary>Canceled when the user presses Ctrl+C, or when the pipeline needs no more output.</summary>
    protected CancellationToken StopToken => _stopSource.Token;

    /// <summary>Runs code on the pipeline thread, such as a script block.</summary>
    internal Task<T> InvokeOnPipelineThread<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        // A stopped pipeline no longer runs its queue.
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

    /// <summary>Cancels every call in progress. The engine calls only this method when the pipeline needs no more output.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing) => _stopSource.Cancel();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopSource.Cancel();

    /// <summary>Starts an operation of the client on another thread.</summary>
    protected Task<T> StartTask<T>(Func<CancellationToken, Task<T>> work) => StartTask(work, StopToken);

    /// <summary>Starts an operation of the client on another thread, canceled by the specified token.</summary>
    protected Task<T> StartTask<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Active.Value = this;
        return Task.Run(() => work(cancellationToken));
    }

    /// <summary>Runs an operation of the client that returns nothing, and waits for it.</summary>
    protected void RunTask(Func<CancellationToken, Task> work) =>
        AwaitTask(StartTask(async token =>
        {
            await work(token).ConfigureAwait(false);
            return true;
        }));

    /// <summary>Waits for an operation of the client, and runs the queued actions meanwhile.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped first.</exception>
    protected T AwaitTask<T>(Task<T> task)
    {
        if (task is null)
            throw new ArgumentNullException(nameof(task));

        if (!task.IsCompleted)
        {
            task.ContinueWith(_ => _queuedActions.Add(null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (TakeQueuedAction() is { } action)
                action();
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

    /// <summary>Waits for the next element of a stream. Returns at once if the stream has one buffered.</summary>
    protected bool MoveNext<T>(IAsyncEnumerator<T> stream)
    {
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));

        // The first read resolves the server and the proxy, which may block, so it must not run on this thread.
        if (_pendingRead is null)
            return AwaitTask(_pendingRead = StartTask(_ => stream.MoveNextAsync().AsTask()));

        Active.Value = this;
        var next = stream.MoveNextAsync();
        if (!next.IsCompletedSuccessfully)
            return AwaitTask(_pendingRead = next.AsTask());

        RunQueuedActions();
        return next.Result;
    }

    /// <summary>Closes a stream and its connection, also before the end of the stream.</summary>
    protected void CloseStream(IAsyncDisposable stream)
    {
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));

        // A stream cannot be closed during a read. Disposing of the cmdlet cancels that read, which closes the stream.
        if (_pendingRead?.IsCompleted != false)
            stream.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Queues an action for the pipeline thread. May be called on any thread.</summary>
    protected void QueueAction(Action work) => _queuedActions.Add(work);

    /// <summary>Runs the queued actions on the pipeline thread.</summary>
    protected void RunQueuedActions()
    {
        while (_queuedActions.TryTake(out var work))
            work?.Invoke();
    }

    /// <summary>Waits for the next queued action; null if the awaited operation has ended.</summary>
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

    /// <summary>Creates a progress bar that appears after one second; null if the session shows none.</summary>
    private protected ProgressReporter? CreateProgressReporter(Func<ProgressRecord> getRecord) =>
        ShowsProgress ? new ProgressReporter(getRecord, QueueAction, WriteProgress) : null;

    /// <summary>Returns the full path of a file in the file system. The file does not have to exist.</summary>
    private protected string ResolveFilePath(string path)
    {
        var resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem")
            ThrowInvalidParameter(Strings.NotAFilePath.With(path, provider.Name));

        return resolved;
    }

    /// <summary>Whether to write progress. It is not written if $ProgressPreference turns it off, or in a non-interactive console, where it would be
    /// written to a log.</summary>
    private bool ShowsProgress =>
        !IsSilent(GetPreference("ProgressAction", "ProgressPreference")) && InteractiveConsole.IsInteractive(Host?.Name);

    /// <summary>Returns the value of a preference from the common parameter, or else from the variable; null if neither is valid.</summary>
    private protected ActionPreference? GetPreference(string parameter, string variable) =>
        LanguagePrimitives.TryConvertTo(
            MyInvocation.BoundParameters.TryGetValue(parameter, out var given) ? given : GetVariableValue(variable),
            out ActionPreference preference)
            ? preference
            : null;

    /// <summary>Returns whether a parameter was specified in the call. A parameter that was omitted or set by $PSDefaultParameterValues was not
    /// specified.</summary>
    private protected bool IsSpecified(string parameter) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var value) && !DefaultParameterValues.Supplies(this, parameter, value);

    /// <summary>Ends the command, because its parameters cannot be used together.</summary>
    private protected void ThrowInvalidParameter(string message, Exception? inner = null) =>
        ThrowTerminatingError(ErrorRecordFactory.InvalidParameter(message, MyInvocation.MyCommand.Name, inner));

    /// <summary>Creates the error of an address parameter; null if its value is an address.</summary>
    private protected ErrorRecord? ValidateAddress(Uri? address) =>
        address is InvalidAddress invalid ? ErrorRecordFactory.InvalidParameter(invalid.Reason, MyInvocation.MyCommand.Name, invalid.Cause) : null;

    private static bool IsSilent(ActionPreference? preference) => preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    /// <summary>Returns a client that writes each exchange to the verbose stream of this cmdlet. Without -Verbose, returns the client
    /// itself.</summary>
    internal MimCmClient WithVerboseOutput(MimCmClient client) =>
        IsVerbose ? client.WithExchangeObserver(exchange => QueueAction(() => WriteVerbose(exchange.ToString()))) : client;

    private bool IsVerbose =>
        MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
            ? given is not SwitchParameter { IsPresent: false }
            : !IsSilent(GetPreference("Verbose", "VerbosePreference"));
}
