using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Set-CmRequestStatus: completes, cancels or abandons requests. All three are final.</summary>
[Cmdlet(VerbsCommon.Set, "CmRequestStatus", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Request))]
public sealed class SetCmRequestStatusCommand : RequestCmdlet
{
    /// <summary>A stopped command has to end within a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _giveUp = new();

    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestId(IsForChange = true)]
    [ArgumentCompleter(typeof(OpenRequestIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>What to do with them. Never taken from the pipeline: a request has a status of its own.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [StatusChange]
    public RequestStatusChange Status { get; set; }

    /// <summary>How many requests to change at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override int Limit => ThrottleLimit;

    private protected override string Activity => CommandText.ChangeActivity.With(Status);

    /// <summary>What has been sent is not called back: stopping waits a moment for its answer.</summary>
    private protected override CancellationToken WorkToken => _giveUp.Token;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Act(Id);

    private protected override bool Confirm(Guid id, MimCmClient client) =>
        ShouldProcess(CommandText.ConfirmTarget.With(id, client.Address.Authority), CommandText.ConfirmAction.With(Status, Status.FinalStatus()));

    private protected override Task<Request> ActAsync(Guid id, MimCmClient client, CancellationToken cancellationToken) =>
        client.SetRequestStatusAsync(id, Status, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Untold.Count > 0)
            TellOfUntold();

        _giveUp.Cancel();
        base.Dispose(disposing);
    }

    /// <summary>Says what became of the changes that were under way when the pipeline ended. It takes no objects and no warnings any
    /// more, so that the host shows it; and the session keeps what is not known.</summary>
    private void TellOfUntold()
    {
        var all = Task.WhenAll(Untold.Select(one => one.Task));
        Task.WaitAny([all], Patience);
        _giveUp.Cancel();

        var changed = Untold.Where(one => one.Task.Status == TaskStatus.RanToCompletion).ToList();
        var failed = Untold.Where(one => one.Task.Exception?.InnerException is MimCmException { Error: not MimCmError.OutcomeUnknown }).ToList();
        var unknown = Untold.Except(changed).Except(failed).ToList();
        foreach (var one in unknown)
            SessionOf(one.Client).NoteUnknownOutcome(one.Id);

        Tell(CommandText.StoppedChanged, changed);
        Tell(CommandText.StoppedNotChanged, failed);
        Tell(CommandText.StoppedUnknown, unknown);
    }

    private void Tell(string text, List<UnderWay> requests)
    {
        if (requests.Count > 0)
            Host?.UI?.WriteWarningLine(text.With(string.Join(", ", requests.Select(one => one.Id))));
    }
}
