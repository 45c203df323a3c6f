using System.Management.Automation;
using MimCm.Journal;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Set-CmRequestStatus: completes, cancels or abandons requests. All three are final.</summary>
[Cmdlet(VerbsCommon.Set, "CmRequestStatus", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Request))]
public sealed class SetCmRequestStatusCommand : ChangeCmdletBase
{
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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        OpenJournal();
        Enqueue(Id);
    }

    private protected override bool Confirm(Guid id, MimCmClient client) =>
        IsAlreadyMade(JournalKey.ForStatusChange(client.BaseAddress, id, Status))
            ? !IsWhatIf
            : ShouldProcess(Strings.ConfirmTarget.With(id, client.BaseAddress.Authority), Strings.ConfirmAction.With(Status, Status.FinalStatus()));

    private protected override Task<Request> ExecuteAsync(Guid id, MimCmClient client, CancellationToken cancellationToken) =>
        ExecuteAsync(new JournaledStatusChange(client, id, Status, known: null) { User = GetAccount(client) }, cancellationToken);
}
