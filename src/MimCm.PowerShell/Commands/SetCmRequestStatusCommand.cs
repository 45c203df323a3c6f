using System.Management.Automation;

namespace MimCm.PowerShell.Commands;

/// <summary>Set-CmRequestStatus: completes, cancels or abandons requests. All three are final.</summary>
[Cmdlet(VerbsCommon.Set, "CmRequestStatus", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Request))]
public sealed class SetCmRequestStatusCommand : RequestCmdlet
{
    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestId(IsForChange = true)]
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

    /// <inheritdoc/>
    protected override void ProcessRecord() => Act(Id);

    private protected override bool Confirm(Guid id, MimCmClient client) =>
        ShouldProcess(CommandText.ConfirmTarget.With(id, client.Address.Authority), CommandText.ConfirmAction.With(Status, Status.FinalStatus()));

    private protected override Task<Request> ActAsync(Guid id, MimCmClient client, CancellationToken cancellationToken) =>
        client.SetRequestStatusAsync(id, Status, cancellationToken);
}
