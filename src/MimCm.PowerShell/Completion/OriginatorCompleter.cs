namespace MimCm.PowerShell.Completion;

/// <summary>Completes a user who has made requests.</summary>
internal sealed class OriginatorCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(Request request) => request.OriginatorUserUuid;
}
