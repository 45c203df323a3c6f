using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that perform one operation for each input object. Several operations run at the same time, and the results are
/// written in the order of the input. Each failure is one non-terminating error.</summary>
/// <typeparam name="TResult">The result of an operation.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class BatchCmdletBase<TResult> : SessionCmdletBase
    where TResult : class
{
    private readonly Queue<Operation> _inFlight = new();
    private readonly Stopwatch _elapsed = new();
    private ProgressReporter? _progress;
    private bool _isInputComplete;
    private int _total;
    private int _done;
    private int _failed;
    private ErrorRecord? _fatalError;

    /// <summary>The maximum number of operations in progress.</summary>
    protected abstract int MaxConcurrency { get; }

    /// <summary>The text above the progress bar.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Cancels the operations in progress.</summary>
    private protected virtual CancellationToken OperationToken => StopToken;

    /// <summary>Operations that were started but are not yet reported, in the order of the input.</summary>
    private protected IReadOnlyCollection<Operation> InFlight => _inFlight;

    /// <summary>Whether the pipeline rejected output, because its reader was stopped before this command. This happens for example in ForEach-Object
    /// -Parallel.</summary>
    private protected bool IsOutputClosed { get; private set; }

    /// <summary>Called with the outcome of an operation before it is written.</summary>
    private protected virtual void RememberOutcome(Operation operation)
    {
    }

    /// <summary>Writes the result of an operation.</summary>
    private protected abstract void WriteResult(Operation operation, TResult result);

    /// <summary>Returns the result that belongs to a failed operation in addition to its error; null if there is none.</summary>
    private protected virtual TResult? GetResult(MimCmException failure) => null;

    /// <summary>Returns the error that ends the command after a failure; null to continue with the next operation.</summary>
    private protected virtual ErrorRecord? ToFatalError(MimCmException failure) => null;

    /// <summary>Creates the error of a failed operation.</summary>
    private protected virtual ErrorRecord CreateError(Operation operation, MimCmException failure) =>
        failure.ToErrorRecord(operation.Target, GetSession(operation.Client));

    /// <summary>Adds input to the total of the progress bar.</summary>
    private protected void AddInput(int count)
    {
        _total += count;
        _isInputComplete = !MyInvocation.ExpectingInput;
        if (_elapsed.IsRunning)
            return;

        _elapsed.Start();
        _progress = CreateProgressReporter(CreateProgressRecord);
    }

    /// <summary>Removes input for which no operation is started from the total.</summary>
    private protected void SkipInput() => _total--;

    /// <summary>Starts an operation, and writes the results of the operations that are complete.</summary>
    /// <param name="target">The input object, which becomes the target of an error.</param>
    /// <param name="client">The client to call.</param>
    /// <param name="execute">Performs the operation.</param>
    private protected void Enqueue(object target, MimCmClient client, Func<MimCmClient, CancellationToken, Task<TResult>> execute)
    {
        _inFlight.Enqueue(new Operation(target, client, StartTask(token => execute(client, token), OperationToken)));
        while (_inFlight.Count >= MaxConcurrency || (_inFlight.Count > 0 && _inFlight.Peek().Task.IsCompleted))
            WriteNext();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _isInputComplete = true;
        WriteRemaining();
        _progress?.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _progress?.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    private protected override void ThrowAfterPendingWork(ErrorRecord error)
    {
        WriteRemaining();
        base.ThrowAfterPendingWork(error);
    }

    /// <summary>Waits for the operations in progress and writes their results.</summary>
    private protected void WriteRemaining()
    {
        while (_inFlight.Count > 0)
            WriteNext();
    }

    private void WriteNext()
    {
        try
        {
            AwaitAndWriteNext();
        }
        catch (Exception e) when (e is not FlowControlException)
        {
            // Not if a later command in the pipeline needs no more output. If its reader was stopped, the engine throws because the buffer is closed.
            IsOutputClosed = true;
            throw;
        }
    }

    private void AwaitAndWriteNext()
    {
        var failure = AwaitNext();
        ThrowIfFatal();
        if (failure is not { } error)
            return;

        // With -ErrorAction Stop this error ends the command. The operations in progress are still completed and reported. Their errors are written
        // as warnings, because a command can end with only one error.
        if (GetPreference("ErrorAction", "ErrorActionPreference") == ActionPreference.Stop)
        {
            while (_inFlight.Count > 0)
            {
                if (AwaitNext() is { } other)
                    WriteWarning(other.ErrorDetails.Message);
            }
        }

        WriteError(error);
    }

    /// <summary>Ends the command after a fatal error, when the operations in progress are reported.</summary>
    private void ThrowIfFatal()
    {
        if (_fatalError is null)
            return;

        while (_inFlight.Count > 0)
        {
            if (AwaitNext() is { } other)
                WriteError(other);
        }

        ThrowTerminatingError(_fatalError);
    }

    /// <summary>Waits for the oldest operation and writes its result. Returns its error if it failed.</summary>
    private ErrorRecord? AwaitNext()
    {
        var operation = _inFlight.Peek();
        TResult? result;
        ErrorRecord? error = null;
        try
        {
            result = AwaitTask(operation.Task);
        }
        catch (MimCmException e)
        {
            result = GetResult(e);
            var fatal = ToFatalError(e);
            _fatalError ??= fatal;
            error = fatal is null ? CreateError(operation, e) : null;
        }
        catch (Exception e) when (IsDisconnected(operation.Client, e))
        {
            // This operation and the ones after it stay in flight, because their outcome is unknown.
            ThrowTerminatingError(CreateDisconnectedError(operation.Client, operation.Target, e));
            throw;
        }

        _done++;
        if (error is not null)
            _failed++;

        // A pipeline that is being stopped discards its output, so the operation still has to be reported.
        if (!Stopping)
        {
            RememberOutcome(operation);
            _inFlight.Dequeue();
        }

        // Outside the try block, because an exception of a later command in the pipeline is not an error of this operation.
        if (result is not null)
            WriteResult(operation, result);

        return error;
    }

    /// <summary>Creates the progress record: the number of operations done, in progress and failed, and their rate. It includes a percentage and the
    /// remaining time only if all input is known.</summary>
    private ProgressRecord CreateProgressRecord()
    {
        var rate = _done / Math.Max(_elapsed.Elapsed.TotalSeconds, 0.001);
        var record = new ProgressRecord(0, Activity, Strings.BatchStatus.With(_done, _inFlight.Count, _failed, rate)) { PercentComplete = -1 };
        if (_isInputComplete && _total > 0)
        {
            record.PercentComplete = (int)(100L * _done / _total);
            record.SecondsRemaining = _done > 0 ? (int)Math.Min(int.MaxValue, Math.Ceiling((_total - _done) / rate)) : -1;
        }

        return record;
    }

    /// <summary>An operation in progress.</summary>
    /// <param name="Target">The input object.</param>
    /// <param name="Client">The client that performs it.</param>
    /// <param name="Task">The result of the operation.</param>
    private protected sealed record Operation(object Target, MimCmClient Client, Task<TResult> Task);
}
