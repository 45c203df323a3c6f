using System.ComponentModel;
using System.Management.Automation;
using MimCm.Journal;
using MimCm.Requests;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that create requests. It creates only the requests that are needed and confirmed, and reports creations whose
/// request is unknown.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CreationCmdletBase : ChangeCmdletBase
{
    private readonly OpenRequestIndex _existing = new();

    /// <summary>Creates nothing where such a request is already open.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>The maximum number of creations in progress.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    /// <summary>Describes a request to create, for prompts and warnings.</summary>
    private protected abstract string Describe(NewRequest request, MimCmClient client);

    /// <summary>Starts the creation of all requests that are wanted.</summary>
    private protected void CreateAll(IReadOnlyCollection<(NewRequest Request, MimCmClient Client)> requests)
    {
        OpenJournal();
        AddInput(requests.Count);
        foreach (var (request, client) in requests)
        {
            if (IsWanted(request, client))
                Enqueue(request, client, (one, token) => ExecuteAsync(new JournaledCreation(one, request, OnCreated) { User = GetAccount(one) }, token));
            else
                SkipInput();
        }
    }

    private protected override CmUnreportedChange? DescribeOutcome(Operation operation) =>
        UnreportedCreations.AsChange((NewRequest)operation.Target, operation.Task);

    /// <summary>A creation whose response is missing has no id: it is named by what it is for, and the session keeps that.</summary>
    private protected override void ReportWithoutRequest(IReadOnlyList<Operation> operations)
    {
        var texts = new Dictionary<CmChangeOutcome, List<string>> { [CmChangeOutcome.NotChanged] = [], [CmChangeOutcome.Unknown] = [] };
        foreach (var operation in operations)
        {
            var request = (NewRequest)operation.Target;
            var creation = UnreportedCreations.From(request, operation.Task);
            GetSession(operation.Client).AddUnreported(creation);
            texts[creation.Outcome].Add($"{request.Kind}, {Describe(request, operation.Client)}");
        }

        WriteHostWarning(Strings.StoppedNotCreated, texts[CmChangeOutcome.NotChanged]);
        WriteHostWarning(Strings.StoppedCreationUnknown, texts[CmChangeOutcome.Unknown]);
    }

    private protected override ErrorRecord CreateError(Operation operation, MimCmException failure) =>
        failure.ToErrorRecord((NewRequest)operation.Target, GetSession(operation.Client));

    /// <summary>Whether to create the request: not if an earlier run with the journal has, if one is open, or if the user declines.</summary>
    private bool IsWanted(NewRequest request, MimCmClient client)
    {
        if (SkipExisting && !_existing.TryAdd(client, request))
        {
            WriteVerbose(Strings.CreateSkippedRepeated.With(request.Kind));
            return false;
        }

        var key = JournaledCreation.CreateKey(client.BaseAddress, request);
        if (IsAlreadyMade(key))
            return !IsWhatIf;

        // An open request may be the one that an earlier run was killed over: the journal finds out, and the request is part of the output.
        if (SkipExisting && !IsInFlight(key) && FindExisting(request, client) is { } existing)
        {
            WriteVerbose(Strings.CreateSkipped.With(request.Kind, existing));
            return false;
        }

        return ShouldProcess(Describe(request, client), Strings.CreateAction.With(request.Kind));
    }

    /// <summary>The open request that makes this one needless; null if there is none. The open requests are read once.</summary>
    private Guid? FindExisting(NewRequest request, MimCmClient client) =>
        LookUp(client, token => _existing.FindAsync(client, request, token), client.RequestsUri);

    private void OnCreated(CreateRequestResult result)
    {
        if (result.LostResponse is { } failure)
            QueueAction(() => WriteWarning(Strings.CreateFound.With(result.Request.Uuid, failure.Message)));
    }
}
