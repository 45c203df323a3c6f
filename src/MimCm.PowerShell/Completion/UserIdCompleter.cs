namespace MimCm.PowerShell.Completion;

/// <summary>Completes the GUID of a user whom requests are for.</summary>
internal sealed class UserIdCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(RecentRequest request) => request.TargetUserUuid;
}
