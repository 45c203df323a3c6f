namespace MimCm.PowerShell.Completion;

/// <summary>Completes the GUID of a profile template of recent requests.</summary>
internal sealed class ProfileTemplateCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.ProfileTemplateUuid;
}
