using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmSmartcard: reads the smart cards of the current user, or smart cards by identifier or by request.</summary>
[Cmdlet(VerbsCommon.Get, "CmSmartcard", DefaultParameterSetName = OwnSet, HelpUri = HelpPages.Folder + "Get-CmSmartcard.md")]
[OutputType(typeof(Smartcard))]
public sealed class GetCmSmartcardCommand : ResourceCmdletBase<Smartcard>
{
    private const string OwnSet = "Own";
    private const string IdSet = "Id";
    private const string CardIdSet = "CardId";
    private const string RequestSet = "Request";

    /// <summary>The identifiers of the smart cards in MIM CM.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SmartcardUuid")]
    [ResourceIdTransformation(typeof(Smartcard))]
    [ArgumentCompleter(typeof(SmartcardIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The card identifiers: the GUIDs in the serial numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CardIdSet)]
    [ValidateNotNullOrEmpty]
    [ValidateNotEmptyGuid]
    [ArgumentCompleter(typeof(CardIdCompleter))]
    public Guid[] CardId { get; set; } = [];

    /// <summary>The requests whose smart cards are read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RequestSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Request[] Request { get; set; } = [];

    /// <summary>The card of a request to read: New for the card that it issues, Old for the card that it replaces, or Any for the first of these that
    /// exists.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    [ValidateSet("Any", "New", "Old")]
    public string Which { get; set; } = "Any";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case IdSet:
                EnqueueIds(Id, async (client, id, token) => [await client.Smartcards.GetAsync(id, token).ConfigureAwait(false)]);
                break;
            case CardIdSet:
                EnqueueIds(CardId, (client, id, token) => client.Smartcards.FindAsync(id, token));
                break;
            case RequestSet:
                foreach (var request in Request)
                    EnqueueRequest(request);

                break;
            default:
                WriteList("smartcards", (client, token) => client.Smartcards.ListAsync(token));
                break;
        }
    }

    private void EnqueueRequest(Request request)
    {
        var id = Which switch
        {
            "New" => request.NewSmartcardUuid,
            "Old" => request.OldSmartcardUuid,
            _ => request.NewSmartcardUuid ?? request.OldSmartcardUuid,
        };
        if (id is not { } card)
        {
            WriteVerbose(Strings.RequestWithoutCard.With(request.Uuid));
            return;
        }

        EnqueueId(card, GetClient(CmSession.FromObject(request), card), async (client, uuid, token) =>
        {
            var found = await client.Smartcards.GetAsync(uuid, token).ConfigureAwait(false);
            found.RequestUuid = request.Uuid;
            return [found];
        });
    }
}
