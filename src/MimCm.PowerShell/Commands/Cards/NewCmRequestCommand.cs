using System.Collections;
using System.Management.Automation;
using MimCm.Journal;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>New-CmRequest: creates requests for users by profile template, or for smart cards.</summary>
[Cmdlet(VerbsCommon.New, "CmRequest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = TemplateSet,
    HelpUri = HelpPages.Folder + "New-CmRequest.md")]
[OutputType(typeof(Request))]
public sealed class NewCmRequestCommand : ChangeCmdletBase
{
    private const string TemplateSet = "Template";
    private const string SmartcardSet = "Smartcard";

    private readonly KnownSmartcards _cards = new();
    private readonly OpenRequestIndex _existing = new();

    /// <summary>The kind of request.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [RequestKindTransformation]
    public RequestKind Type { get; set; }

    /// <summary>The profile template: a name or a GUID.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TemplateSet, ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileTemplateUuid")]
    [ProfileTemplateTransformation]
    [ArgumentCompleter(typeof(ProfileTemplateCompleter))]
    public string ProfileTemplate { get; set; } = "";

    /// <summary>The users: names or GUIDs. The default is the account that creates the request.</summary>
    [Parameter(ParameterSetName = TemplateSet, ValueFromPipelineByPropertyName = true)]
    [Alias("TargetUserUuid", "ObjectGUID")]
    [ValidateNotNullOrEmpty]
    [UserTransformation]
    [ArgumentCompleter(typeof(UserNameCompleter))]
    public string[]? TargetUser { get; set; }

    /// <summary>The smart cards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SmartcardSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SmartcardUuid")]
    [ResourceIdTransformation(typeof(Smartcard))]
    [ArgumentCompleter(typeof(SmartcardIdCompleter))]
    public Guid[] Smartcard { get; set; } = [];

    /// <summary>The values of the data items that the profile template collects.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? DataCollection { get; set; }

    /// <summary>The comment.</summary>
    [Parameter]
    [ValidateNotNull]
    public string Comment { get; set; } = "";

    /// <summary>The priority, from 0 (highest) to 255.</summary>
    [Parameter]
    public byte Priority { get; set; }

    /// <summary>Creates nothing where such a request is already open.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>The maximum number of creations in progress.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    private protected override string Activity => Strings.CreateActivity.With(Type);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // All of the input first: what cannot be resolved ends the command before anything is created.
        var requests = ParameterSetName == SmartcardSet ? ForSmartcards() : ForUsers();
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

    private List<(NewRequest Request, MimCmClient Client)> ForSmartcards() =>
        [.. Smartcard.Select((card, i) => (Create(template: null, target: null, card), GetClient(IdOrigins.GetSession(Smartcard, i), card)))];

    private List<(NewRequest Request, MimCmClient Client)> ForUsers()
    {
        var client = GetClient(origin: null, ProfileTemplate);
        var template = ResolveProfileTemplates([ProfileTemplate], client, allowSeveral: false)[0];
        return TargetUser is null
            ? [(Create(template, target: null, card: null), client)]
            : [.. ResolveUsers(TargetUser, client).Select(user => (Create(template, user, card: null), client))];
    }

    private NewRequest Create(Guid? template, Guid? target, Guid? card) => new()
    {
        Kind = Type,
        ProfileTemplateUuid = template,
        TargetUserUuid = target,
        SmartcardUuid = card,
        DataCollection = DataCollectionConverter.Convert(DataCollection, message => ThrowInvalidParameter(message)),
        Comment = Comment,
        Priority = MyInvocation.BoundParameters.ContainsKey(nameof(Priority)) ? Priority : null,
    };

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

    private string Describe(NewRequest request, MimCmClient client) =>
        RequestDescriber.Describe(request, _cards.Find(request.SmartcardUuid, Smartcard), GetSession(client), client.BaseAddress.Authority);

    /// <summary>The open request that makes this one needless; null if there is none. The open requests are read once.</summary>
    private Guid? FindExisting(NewRequest request, MimCmClient client) =>
        LookUp(client, token => _existing.FindAsync(client, request, token), client.RequestsUri);

    private void OnCreated(CreateRequestResult result)
    {
        if (result.LostResponse is { } failure)
            QueueAction(() => WriteWarning(Strings.CreateFound.With(result.Request.Uuid, failure.Message)));
    }
}
