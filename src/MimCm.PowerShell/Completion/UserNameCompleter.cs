namespace MimCm.PowerShell.Completion;

/// <summary>Completes the users of recent requests, by name or GUID. The default is the target users; a derived class can select others.</summary>
internal class UserNameCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.TargetUserUuid;

    /// <inheritdoc/>
    protected override string? FindName(CmSession session, Guid id) => session.Names.Users.Find(id);
}
