namespace MimCm.PowerShell.Completion;

/// <summary>Completes the target users of recent requests.</summary>
internal class UserNameCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.TargetUserUuid;

    /// <inheritdoc/>
    protected override string? FindName(CmSession session, Guid id) => session.Names.Users.Find(id);
}
