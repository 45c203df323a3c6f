using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmOperation: reads the operations that the current user can request for smart cards or software profiles.</summary>
[Cmdlet(VerbsCommon.Get, "CmOperation", DefaultParameterSetName = SmartcardSet, HelpUri = HelpPages.Folder + "Get-CmOperation.md")]
[OutputType(typeof(AllowedOperation))]
public sealed class GetCmOperationCommand : ResourceCmdletBase<AllowedOperation>
{
    private const string SmartcardSet = "Smartcard";
    private const string ProfileSet = "Profile";

    /// <summary>The smart cards.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SmartcardSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SmartcardUuid")]
    [ResourceIdTransformation(typeof(Smartcard))]
    [ArgumentCompleter(typeof(SmartcardIdCompleter))]
    public Guid[] Smartcard { get; set; } = [];

    /// <summary>The software profiles.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileUuid")]
    [ResourceIdTransformation(typeof(Profile))]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    public Guid[] Profile { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ProfileSet)
            EnqueueIds(Profile, (client, id, token) => ToListAsync(client.Profiles.ListOperationsAsync(id, token)));
        else
            EnqueueIds(Smartcard, (client, id, token) => ToListAsync(client.Smartcards.ListOperationsAsync(id, token)));
    }
}
