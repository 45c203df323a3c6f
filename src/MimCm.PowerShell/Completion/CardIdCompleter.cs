namespace MimCm.PowerShell.Completion;

/// <summary>Completes the card identifier of a recent smart card.</summary>
internal sealed class CardIdCompleter : RecentResourceCompleter
{
    /// <inheritdoc/>
    protected override Guid? GetId(RecentResource resource) => resource.CardId;
}
