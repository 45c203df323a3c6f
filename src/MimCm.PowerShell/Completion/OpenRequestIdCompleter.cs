namespace MimCm.PowerShell.Completion;

/// <summary>Completes the id of a recent request that was not in a final status, so that it can still be changed.</summary>
internal sealed class OpenRequestIdCompleter : RequestIdCompleter
{
    /// <inheritdoc/>
    protected override bool Includes(RecentRequest request) => !request.Status.IsFinal();
}
