using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Set-CmRequestStatus: completes, cancels or abandons requests. All three are final.</summary>
[Cmdlet(VerbsCommon.Set, "CmRequestStatus", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Request))]
public sealed class SetCmRequestStatusCommand : RequestBatchCmdletBase
{
    /// <summary>A stopped command has to end within a second.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _abandon = new();

    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestIdTransformation(IsForChange = true)]
    [ArgumentCompleter(typeof(OpenRequestIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>What to do with them. Never taken from the pipeline: a request has a status of its own.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [StatusChangeTransformation]
    public RequestStatusChange Status { get; set; }

    /// <summary>How many requests to change at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    private protected override string Activity => Strings.ChangeActivity.With(Status);

    /// <summary>What has been sent is not called back: stopping waits a moment for its answer.</summary>
    private protected override CancellationToken WorkToken => _abandon.Token;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Enqueue(Id);

    private protected override bool Confirm(Guid id, MimCmClient client) =>
        ShouldProcess(Strings.ConfirmTarget.With(id, client.BaseAddress.Authority), Strings.ConfirmAction.With(Status, Status.FinalStatus()));

    private protected override Task<Request> ExecuteAsync(Guid id, MimCmClient client, CancellationToken cancellationToken) =>
        client.SetRequestStatusAsync(id, Status, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (InFlight.Count > 0)
            ReportInFlight();

        _abandon.Cancel();
        base.Dispose(disposing);
    }

    /// <summary>Says what became of the changes that were under way when the pipeline ended. It takes no objects and no warnings any
    /// more, so that the host shows it; and the session keeps what is not known.</summary>
    private void ReportInFlight()
    {
        var all = Task.WhenAll(InFlight.Select(one => one.Task));
        Task.WaitAny([all], StopTimeout);
        _abandon.Cancel();

        var changed = InFlight.Where(one => one.Task.Status == TaskStatus.RanToCompletion).ToList();
        var failed = InFlight.Where(one => one.Task.Exception?.InnerException is MimCmException { Error: not MimCmError.OutcomeUnknown }).ToList();
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
