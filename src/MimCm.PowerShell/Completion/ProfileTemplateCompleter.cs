namespace MimCm.PowerShell.Completion;

/// <summary>Completes a profile template that requests follow.</summary>
internal sealed class ProfileTemplateCompleter : SeenGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid In(Request request) => request.ProfileTemplateUuid;
}
