namespace MimCm.PowerShell.Completion;

/// <summary>Completes the id of a recent smart card.</summary>
internal sealed class SmartcardIdCompleter : RecentResourceCompleter
{
    /// <inheritdoc/>
    protected override Guid? GetId(RecentResource resource) => resource.IsSmartcard ? resource.Uuid : null;
}
