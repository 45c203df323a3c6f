using System.Management.Automation;
using MimCm.PowerShell.Completion;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmProfileTemplate: reads the profile templates that are visible to this account.</summary>
[Cmdlet(VerbsCommon.Get, "CmProfileTemplate", DefaultParameterSetName = NameSet, HelpUri = HelpPages.Folder + "Get-CmProfileTemplate.md")]
[OutputType(typeof(ProfileTemplate))]
public sealed class GetCmProfileTemplateCommand : SessionCmdletBase
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    private bool _isRead;

    /// <summary>The names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileTemplateCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The GUIDs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(Request.ProfileTemplateUuid))]
    [ValidateNotNullOrEmpty]
    [ValidateNotEmptyGuid]
    public Guid[] Id { get; set; } = [];

    /// <summary>Read the list again instead of using the cached list.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var client = GetClient(origin: null, target: null);
        if (TryRead(client) is not { } templates)
            return;

        if (ParameterSetName == IdSet)
            WriteById(templates);
        else if (Name.Length == 0)
            WriteObject(templates, enumerateCollection: true);
        else
            WriteByName(templates);
    }

    private void WriteById(IReadOnlyList<ProfileTemplate> templates)
    {
        foreach (var id in Id)
        {
            if (templates.FirstOrDefault(template => template.Uuid == id) is { } found)
                WriteObject(found);
            else
                WriteError(new NameLookupException(NameLookupError.ProfileTemplateNotFound, Strings.ProfileTemplateNotFound.With(id), id).ToErrorRecord());
        }
    }

    private void WriteByName(IReadOnlyList<ProfileTemplate> templates)
    {
        foreach (var name in Name)
        {
            var matches = ProfileTemplateNames.Match(templates, name);
            WriteObject(matches, enumerateCollection: true);

            // As elsewhere in PowerShell, a pattern without a match is not an error.
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(ProfileTemplateNames.CreateFailure(name, matches, templates).ToErrorRecord());
        }
    }

    private IReadOnlyList<ProfileTemplate>? TryRead(MimCmClient client)
    {
        // For several objects from the pipeline, the list is read again only once.
        var isForced = Force && !_isRead;
        _isRead = true;
        var uri = new Uri(client.BaseAddress, "profiletemplates");
        if (TryCall(client, uri, () => AwaitTask(StartTask(token => GetProfileTemplatesAsync(client, isForced, token))), out var templates, out var error))
            return templates;

        WriteError(error);
        return null;
    }
}
