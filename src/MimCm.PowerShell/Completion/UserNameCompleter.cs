namespace MimCm.PowerShell.Completion;

/// <summary>Completes users of recent requests, by name or GUID: the target users, if a derived class does not say otherwise.</summary>
internal class UserNameCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.TargetUserUuid;

    /// <inheritdoc/>
    protected override string? FindName(CmSession session, Guid id) => session.Names.Users.Find(id);
}
