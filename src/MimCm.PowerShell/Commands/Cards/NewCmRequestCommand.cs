using System.Collections;
using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>New-CmRequest: creates requests for users by profile template, or for smart cards.</summary>
[Cmdlet(VerbsCommon.New, "CmRequest", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = TemplateSet,
    HelpUri = HelpPages.Folder + "New-CmRequest.md")]
[OutputType(typeof(Request))]
public sealed class NewCmRequestCommand : CreationCmdletBase
{
    private const string TemplateSet = "Template";
    private const string SmartcardSet = "Smartcard";

    private readonly KnownSmartcards _cards = new();

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

    private protected override string Activity => Strings.CreateActivity.With(Type);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // All of the input first: what cannot be resolved ends the command before anything is created.
        var requests = ParameterSetName == SmartcardSet ? ForSmartcards() : ForUsers();
        CreateAll(requests);
    }

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

    private protected override string Describe(NewRequest request, MimCmClient client) =>
        RequestDescriber.Describe(request, _cards.Find(request.SmartcardUuid, Smartcard), GetSession(client), client.BaseAddress.Authority);
}
