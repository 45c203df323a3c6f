using System.ComponentModel;
using System.Management.Automation;
using MimCm.Journal;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that change or create requests. They can record the changes in a journal, and a stopped command reports the
/// changes in progress.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ChangeCmdletBase : BatchCmdletBase<Request>
{
    // A stopped command must end within one second.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _abandonSource = new();
    private readonly RecentChanges _emitted = new();
    private Task<ChangeJournal>? _opening;
    private ChangeJournal? _journal;
    private JournalProgress? _earlierProgress;
    private string? _journalPath;

    /// <summary>The path of the journal file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>The reason for the changes. It is written to the journal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 1000)]
    public string? Reason { get; set; }

    /// <summary>Waits a short time for the responses of the calls that were sent. Stopping the command does not cancel them.</summary>
    private protected override CancellationToken OperationToken => _abandonSource.Token;

    /// <summary>Describes the outcome of an operation that was not written to the pipeline; null if its request is unknown.</summary>
    private protected abstract CmUnreportedChange? DescribeOutcome(Operation operation);

    /// <summary>Reports the operations in progress whose request is unknown.</summary>
    private protected virtual void ReportWithoutRequest(IReadOnlyList<Operation> operations)
    {
    }

    /// <summary>Opens the journal if it is not open yet. With -WhatIf it is only read.</summary>
    private protected void OpenJournal()
    {
        if (_journalPath is not null || (JournalPath is null && Reason is null))
            return;

        if (JournalPath is null)
            ThrowInvalidParameter(Strings.ReasonWithoutJournal);

        _journalPath = ResolveFilePath(JournalPath!);
        ErrorRecord error;
        try
        {
            if (IsWhatIf)
                _earlierProgress = AwaitTask(StartTask(token => ChangeJournal.ReadProgressAsync(_journalPath, token)));
            else
                _journal = AwaitTask(_opening = StartTask(OpenJournalAsync));

            return;
        }
        catch (MimCmException e)
        {
            error = e.ToErrorRecord(_journalPath);
        }

        ThrowTerminatingError(error);
    }

    /// <summary>Returns whether an earlier run has made a change, according to the journal. The request is then read and returned without a
    /// prompt.</summary>
    private protected bool IsAlreadyMade(JournalKey key) => FindPhase(key) == JournalPhase.Changed;

    /// <summary>Returns whether an earlier run started a change without a recorded outcome, according to the journal.</summary>
    private protected bool IsInFlight(JournalKey key) => FindPhase(key) == JournalPhase.InFlight;

    /// <summary>Whether -WhatIf is in effect.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Returns the account that makes the changes: the account of the session, or the account of this process if the session has none, for
    /// example with a token.</summary>
    private protected string GetAccount(MimCmClient client) => GetSession(client).UserName ?? Environment.UserName;

    /// <summary>Makes a change, and records it in the journal if there is one.</summary>
    private protected Task<Request> ExecuteAsync(JournaledChange change, CancellationToken cancellationToken) =>
        _journal is null ? change.SendAsync(new ChangeTrace(), cancellationToken) : _journal.ExecuteAsync(change, cancellationToken);

    /// <inheritdoc/>
    private protected override Request? GetResult(MimCmException failure) => failure.Request;

    /// <inheritdoc/>
    private protected override void RememberOutcome(Operation operation)
    {
        if (DescribeOutcome(operation) is { } change)
            _emitted.Add(operation.Client, change with { IsEmitted = true });
    }

    /// <inheritdoc/>
    private protected override void WriteResult(Operation operation, Request result) => WriteRequest(result);

    /// <summary>Ends the command if the journal cannot be written.</summary>
    private protected override ErrorRecord? ToFatalError(MimCmException failure) =>
        failure.Error == MimCmError.JournalFailed ? failure.ToErrorRecord(_journalPath) : null;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_journal is null)
            return;

        ErrorRecord error;
        try
        {
            RunTask(_ => _journal.CompleteAsync());
            return;
        }
        catch (MimCmException e)
        {
            error = e.ToErrorRecord(_journalPath);
        }

        ThrowTerminatingError(error);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (InFlight.Count > 0 || Stopping || IsOutputClosed)
            ReportOutcomes();

        _abandonSource.Cancel();
        base.Dispose(disposing);

        // If the command was stopped while the journal was being opened, the journal is closed as soon as it is open.
        if (_journal is not null)
        {
            _journal.Dispose(CloseTimeout);
        }
        else
        {
            _opening?.ContinueWith(opening => opening.Result.Dispose(),
                CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    private Task<ChangeJournal> OpenJournalAsync(CancellationToken cancellationToken)
    {
        var options = new ChangeJournalOptions
        {
            Reason = Reason,
            Warn = message => QueueAction(() => WriteWarning(message)),
        };
        return ChangeJournal.OpenAsync(_journalPath!, options, cancellationToken);
    }

    /// <summary>Reports the changes that were in progress when the pipeline ended. The pipeline no longer accepts objects or warnings, so the changes
    /// are displayed by the host and stored in UnreportedChanges of their sessions.</summary>
    private void ReportOutcomes()
    {
        if (InFlight.Count > 0)
            Task.WaitAny([Task.WhenAll(InFlight.Select(one => one.Task))], StopTimeout);

        _abandonSource.Cancel();

        // Output that was written just before the stop may not have reached the next command, for example in ForEach-Object -Parallel.
        if (Stopping || IsOutputClosed)
        {
            foreach (var (client, change) in _emitted.GetRecent())
                GetSession(client).AddUnreported(change);
        }

        var changes = new List<CmUnreportedChange>();
        var others = new List<Operation>();
        foreach (var operation in InFlight)
        {
            if (DescribeOutcome(operation) is not { } change)
            {
                others.Add(operation);
                continue;
            }

            GetSession(operation.Client).AddUnreported(change);
            changes.Add(change);
        }

        WriteHostWarning(Strings.StoppedChanged, changes, CmChangeOutcome.Changed);
        WriteHostWarning(Strings.StoppedNotChanged, changes, CmChangeOutcome.NotChanged);
        WriteHostWarning(Strings.StoppedUnknown, changes, CmChangeOutcome.Unknown);
        ReportWithoutRequest(others);
    }

    private void WriteHostWarning(string text, List<CmUnreportedChange> changes, CmChangeOutcome outcome) =>
        WriteHostWarning(text, changes.Where(one => one.Outcome == outcome).Select(one => one.Uuid.ToString()));

    private JournalPhase? FindPhase(JournalKey key) => _journal?.GetPhase(key) ?? _earlierProgress?[key].Phase;

    /// <summary>Displays a warning with the changes of a stopped command; nothing if there are none.</summary>
    private protected void WriteHostWarning(string text, IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        if (list.Length > 0)
            Host?.UI?.WriteWarningLine(text.With(MyInvocation.MyCommand.Name, list));
    }
}
