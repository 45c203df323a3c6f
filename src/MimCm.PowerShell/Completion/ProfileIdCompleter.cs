namespace MimCm.PowerShell.Completion;

/// <summary>Completes the id of a recent software profile.</summary>
internal sealed class ProfileIdCompleter : RecentResourceCompleter
{
    /// <inheritdoc/>
    protected override Guid? GetId(RecentResource resource) => resource.IsSmartcard ? null : resource.Uuid;
}
