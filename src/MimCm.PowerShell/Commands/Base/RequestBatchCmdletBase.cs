using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>A cmdlet that does one thing with each of many requests: several at a time, results in the order of the input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RequestBatchCmdletBase : SessionCmdletBase
{
    private readonly Queue<Operation> _inFlight = new();
    private readonly Stopwatch _since = new();
    private ProgressReporter? _bar;
    private int _known;
    private int _done;
    private int _failed;
    private ErrorRecord? _fatalError;

    /// <summary>How many requests to have under way at once.</summary>
    protected abstract int MaxConcurrency { get; }

    /// <summary>What a progress bar says is being done.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Ends what is under way.</summary>
    private protected virtual CancellationToken WorkToken => StopToken;

    /// <summary>What has begun and has not been told of.</summary>
    private protected IReadOnlyCollection<Operation> InFlight => _inFlight;

    /// <summary>Whether to go on with this request.</summary>
    private protected virtual bool Confirm(Guid id, MimCmClient client) => true;

    /// <summary>Does it.</summary>
    private protected abstract Task<Request> ExecuteAsync(Guid id, MimCmClient client, CancellationToken cancellationToken);

    /// <summary>The error that ends the command if an operation failed like this; null where the next one is tried.</summary>
    private protected virtual ErrorRecord? ToFatalError(MimCmException failure) => null;

    /// <summary>Begins with these requests, each at the server it came from, and writes those that are done.</summary>
    protected void Enqueue(Guid[] ids)
    {
        if (ids is null)
            throw new ArgumentNullException(nameof(ids));

        _known += ids.Length;
        if (!_since.IsRunning)
        {
            _since.Start();
            _bar = CreateProgressReporter(Progress);
        }

        // All of them first: what is wrong with one session shows before anything is done through another.
        var clients = ids.Select((id, i) => ClientFor(RequestIdTransformationAttribute.GetOrigin(ids, i), id)).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            var (id, client) = (ids[i], clients[i]);
            if (!Confirm(id, client))
            {
                _known--;
                continue;
            }

            _inFlight.Enqueue(new Operation(id, client, StartTask(token => ExecuteAsync(id, client, token), WorkToken)));
            while (_inFlight.Count >= MaxConcurrency || (_inFlight.Count > 0 && _inFlight.Peek().Task.IsCompleted))
                WriteNext();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WriteRemaining();
        _bar?.End();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _bar?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Ends the command, once it is known how the requests under way came out.</summary>
    private protected override void Terminate(ErrorRecord error)
    {
        WriteRemaining();
        base.Terminate(error);
    }

    private void WriteRemaining()
    {
        while (_inFlight.Count > 0)
            WriteNext();
    }

    private void WriteNext()
    {
        var failure = AwaitNext();
        ThrowIfFatal();
        if (failure is not { } error)
            return;

        // This error is the end. What is under way is not cut off, though, and each of it is told of: there is one error to end
        // with, so that those of the rest are warnings.
        if (StopsOnError())
        {
            while (_inFlight.Count > 0)
            {
                if (AwaitNext() is { } other)
                    WriteWarning(other.ErrorDetails.Message);
            }
        }

        WriteError(error);
    }

    /// <summary>Ends the command after an error that leaves no sense in going on, once the operations in progress are reported.</summary>
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

    /// <summary>Waits for the one begun first and writes it; its error where it failed.</summary>
    private ErrorRecord? AwaitNext()
    {
        var first = _inFlight.Peek();
        Request? request;
        ErrorRecord? error = null;
        try
        {
            request = AwaitTask(first.Task);
        }
        catch (MimCmException e)
        {
            request = e.Request;
            var fatal = ToFatalError(e);
            _fatalError ??= fatal;
            error = fatal is null ? e.ToErrorRecord(first.Id) : null;
        }
        catch (Exception e) when (IsDisconnected(first.Client, e))
        {
            // It stays under way, as those behind it do: what became of them is not known.
            ThrowTerminatingError(Disconnected(first.Client, first.Id, e));
            throw;
        }

        _done++;
        if (error is not null)
            _failed++;

        // A pipeline that is being stopped takes nothing more: then it has still to be told of.
        if (!Stopping)
            _inFlight.Dequeue();

        // Outside the try: what a command further down throws is not ours.
        if (request is not null)
            Write(request);

        return error;
    }

    private ProgressRecord Progress() =>
        new(0, Activity, Strings.BulkStatus.With(_done, _known, _failed, _done / _since.Elapsed.TotalSeconds))
        {
            PercentComplete = _known > 0 ? 100 * _done / _known : -1,
        };

    private bool StopsOnError() => GetPreference("ErrorAction", "ErrorActionPreference") == ActionPreference.Stop;

    /// <summary>A request that something is being done with.</summary>
    private protected sealed record Operation(Guid Id, MimCmClient Client, Task<Request> Task);
}
