using System.ComponentModel;
using System.Management.Automation;
using MimCm.Journal;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base of the cmdlets that change or create requests: they can record what they do in a journal, and a stopped command reports
/// the changes in progress.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ChangeCmdletBase : RequestBatchCmdletBase
{
    // A stopped command has to end within a second.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _abandon = new();
    private Task<ChangeJournal>? _opening;
    private ChangeJournal? _journal;
    private JournalProgress? _earlierProgress;
    private string? _journalPath;

    /// <summary>The file to record the changes in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>The reason for the changes, which is written to the journal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 1000)]
    public string? Reason { get; set; }

    /// <summary>Stopping does not cancel what was sent, but waits a moment for its response.</summary>
    private protected override CancellationToken WorkToken => _abandon.Token;

    /// <summary>Opens the journal, once. With -WhatIf it is only read.</summary>
    private protected void OpenJournal()
    {
        if (_journalPath is not null || (JournalPath is null && Reason is null))
            return;

        if (JournalPath is null)
            ThrowTerminatingError(ErrorRecordFactory.InvalidParameter(Strings.ReasonWithoutJournal));

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

    /// <summary>Whether the journal says that an earlier run has made a change. It is then read and returned without a prompt.</summary>
    private protected bool IsAlreadyMade(JournalKey key) =>
        (_journal?.GetPhase(key) ?? _earlierProgress?[key].Phase) == JournalPhase.Changed;

    /// <summary>Whether -WhatIf is in effect.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given is SwitchParameter { IsPresent: true } : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>The account that makes the changes: the session's, or else, such as with a token, the one that this process runs as.</summary>
    private protected string GetAccount(MimCmClient client) => SessionOf(client).UserName ?? Environment.UserName;

    /// <summary>Makes a change, and records it if there is a journal.</summary>
    private protected Task<Request> ExecuteAsync(JournaledChange change, CancellationToken cancellationToken) =>
        _journal is null ? change.SendAsync(new ChangeTrace(), cancellationToken) : _journal.ExecuteAsync(change, cancellationToken);

    /// <summary>A journal that cannot be written ends the command.</summary>
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
        if (InFlight.Count > 0)
            ReportInFlight();

        _abandon.Cancel();
        base.Dispose(disposing);

        // A journal that was still being opened when the command was stopped is closed as soon as it is open.
        if (_journal is not null)
            _journal.Dispose(CloseTimeout);
        else
            _opening?.ContinueWith(opening => opening.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
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

    /// <summary>Reports the outcome of the changes in progress when the pipeline ended. A stopped pipeline accepts neither objects nor
    /// warnings, so the host shows it. The session keeps the ids whose outcome is unknown.</summary>
    private void ReportInFlight()
    {
        var all = Task.WhenAll(InFlight.Select(one => one.Task));
        Task.WaitAny([all], StopTimeout);
        _abandon.Cancel();

        var changed = InFlight.Where(one => one.Task.Status == TaskStatus.RanToCompletion).ToList();
        var failed = InFlight.Where(one => one.Task.Exception?.InnerException is MimCmException { IsUnchanged: true }).ToList();
        var unknown = InFlight.Except(changed).Except(failed).ToList();
        foreach (var one in unknown)
            SessionOf(one.Client).AddUnknownOutcome(one.Id);

        WriteHostWarning(Strings.StoppedChanged, changed);
        WriteHostWarning(Strings.StoppedNotChanged, failed);
        WriteHostWarning(Strings.StoppedUnknown, unknown);
    }

    private void WriteHostWarning(string text, List<Operation> requests)
    {
        if (requests.Count > 0)
            Host?.UI?.WriteWarningLine(text.With(string.Join(", ", requests.Select(one => one.Id))));
    }
}
