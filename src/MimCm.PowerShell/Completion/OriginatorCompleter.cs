namespace MimCm.PowerShell.Completion;

/// <summary>Completes the GUID of a user who submitted recent requests.</summary>
internal sealed class OriginatorCompleter : UserNameCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.OriginatorUserUuid;
}
