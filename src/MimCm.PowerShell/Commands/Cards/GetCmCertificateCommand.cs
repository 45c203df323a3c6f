using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmCertificate: reads the certificates of the current user, or those of smart cards or software profiles.</summary>
[Cmdlet(VerbsCommon.Get, "CmCertificate", DefaultParameterSetName = OwnSet, HelpUri = HelpPages.Folder + "Get-CmCertificate.md")]
[OutputType(typeof(Certificate))]
public sealed class GetCmCertificateCommand : ResourceCmdletBase<Certificate>
{
    private const string OwnSet = "Own";
    private const string SmartcardSet = "Smartcard";
    private const string ProfileSet = "Profile";

    /// <summary>The smart cards whose certificates are read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SmartcardSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SmartcardUuid")]
    [ResourceIdTransformation(typeof(Smartcard))]
    [ArgumentCompleter(typeof(SmartcardIdCompleter))]
    public Guid[] Smartcard { get; set; } = [];

    /// <summary>The software profiles whose certificates are read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileUuid")]
    [ResourceIdTransformation(typeof(Profile))]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    public Guid[] Profile { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case SmartcardSet:
                EnqueueIds(Smartcard, (client, id, token) => ToListAsync(client.Smartcards.ListCertificatesAsync(id, token)));
                break;
            case ProfileSet:
                EnqueueIds(Profile, (client, id, token) => ToListAsync(client.Profiles.ListCertificatesAsync(id, token)));
                break;
            default:
                WriteList("certificates", (client, token) => client.Certificates.ListAsync(token));
                break;
        }
    }
}
