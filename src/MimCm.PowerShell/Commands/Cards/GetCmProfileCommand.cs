using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmProfile: reads the software profiles of the current user, or software profiles by identifier or by request.</summary>
[Cmdlet(VerbsCommon.Get, "CmProfile", DefaultParameterSetName = OwnSet, HelpUri = HelpPages.Folder + "Get-CmProfile.md")]
[OutputType(typeof(Profile))]
public sealed class GetCmProfileCommand : ResourceCmdletBase<Profile>
{
    private const string OwnSet = "Own";
    private const string IdSet = "Id";
    private const string RequestSet = "Request";

    /// <summary>The identifiers of the profiles.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileUuid")]
    [ResourceIdTransformation(typeof(Profile))]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The requests whose profiles are read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RequestSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Request[] Request { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case IdSet:
                EnqueueIds(Id, async (client, id, token) => [await client.Profiles.GetAsync(id, token).ConfigureAwait(false)]);
                break;
            case RequestSet:
                foreach (var request in Request)
                {
                    EnqueueId(request.Uuid, GetClient(CmSession.FromObject(request), request.Uuid),
                        (client, id, token) => ToListAsync(client.Profiles.ListByRequestAsync(id, token)));
                }

                break;
            default:
                WriteList("profiles", (client, token) => client.Profiles.ListAsync(token));
                break;
        }
    }
}
