namespace MimCm.PowerShell.Completion;

/// <summary>Completes the GUID of a user who submitted recent requests.</summary>
internal sealed class OriginatorCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.OriginatorUserUuid;

    /// <inheritdoc/>
    protected override string? FindName(CmSession session, Guid id) => session.Names.Users.Find(id);
}
