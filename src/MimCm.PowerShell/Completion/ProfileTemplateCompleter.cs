namespace MimCm.PowerShell.Completion;

/// <summary>Completes a profile template that requests follow.</summary>
internal sealed class ProfileTemplateCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(Request request) => request.ProfileTemplateUuid;
}
