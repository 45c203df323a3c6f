using System.Management.Automation;
using MimCm.Journal;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Set-CmRequestStatus: completes, cancels or abandons requests. None of these changes can be undone.</summary>
[Cmdlet(VerbsCommon.Set, "CmRequestStatus", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Set-CmRequestStatus.md")]
[OutputType(typeof(Request))]
public sealed class SetCmRequestStatusCommand : ChangeCmdletBase
{
    private int _confirmed;
    private int _simulated;

    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestIdTransformation(IsForChange = true)]
    [ArgumentCompleter(typeof(OpenRequestIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The change. It is not bound from the pipeline, because a request has its own Status property.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [StatusChangeTransformation]
    public RequestStatusChange Status { get; set; }

    /// <summary>The maximum number of changes in progress.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>The maximum number of requests that the command changes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumChanges { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    private protected override string Activity => Strings.ChangeActivity.With(Status);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Id.Length > MaximumChanges && !IsWhatIf && CountChanges() is var count && count > MaximumChanges)
            ThrowAfterPendingWork(ErrorRecordFactory.TooManyChanges(Strings.TooManyInput.With(count, MaximumChanges, _confirmed), Id[0]));

        OpenJournal();
        AddInput(Id.Length);
        foreach (var (id, request, client) in ResolveRequests(Id))
        {
            if (Confirm(id, request, client))
                Enqueue(id, client, (one, token) => ExecuteAsync(new JournaledStatusChange(one, id, Status, request) { User = GetAccount(one) }, token));
            else
                SkipInput();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_simulated > MaximumChanges)
            WriteWarning(Strings.WhatIfTooMany.With(_simulated, MaximumChanges));

        if (_simulated > 1)
            WriteInformation(new HostInformationMessage { Message = Strings.WhatIfCount.With(_simulated, Status.FinalStatus()) }, ["PSHOST"]);
    }

    private protected override CmUnreportedChange? DescribeOutcome(Operation operation) =>
        UnreportedChanges.From((Guid)operation.Target, Status.ToString(), operation.Task);

    /// <summary>Returns the number of ids that are not yet changed, according to the journal of an earlier run.</summary>
    private int CountChanges()
    {
        if (JournalPath is null || !File.Exists(ResolveFilePath(JournalPath)))
            return Id.Length;

        OpenJournal();
        return ResolveRequests(Id).Count(one => !IsAlreadyMade(JournalKey.ForStatusChange(one.Client.BaseAddress, one.Id, Status)));
    }

    /// <summary>Prompts for confirmation; returns false to skip the request.</summary>
    private bool Confirm(Guid id, Request? request, MimCmClient client)
    {
        if (IsAlreadyMade(JournalKey.ForStatusChange(client.BaseAddress, id, Status)))
            return !IsWhatIf;

        if (_confirmed == MaximumChanges)
            ThrowAfterPendingWork(ErrorRecordFactory.TooManyChanges(Strings.TooManyChanges.With(MaximumChanges), id));

        if (IsWhatIf)
            _simulated++;

        if (!ShouldProcess(RequestDescriber.Describe(id, request, client.BaseAddress.Authority), ActionText))
            return false;

        _confirmed++;
        return true;
    }

    private string ActionText => Status switch
    {
        RequestStatusChange.Completed => Strings.ActionComplete,
        RequestStatusChange.Canceled => Strings.ActionCancel,
        _ => Strings.ActionAbandon,
    };
}
