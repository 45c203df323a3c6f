namespace MimCm.PowerShell.Completion;

/// <summary>Completes a user who has made requests.</summary>
internal sealed class OriginatorCompleter : SeenGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid In(Request request) => request.OriginatorUserUuid;
}
