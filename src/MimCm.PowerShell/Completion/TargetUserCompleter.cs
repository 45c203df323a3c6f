namespace MimCm.PowerShell.Completion;

/// <summary>Completes the word for the caller, and users whom requests are for.</summary>
internal sealed class TargetUserCompleter : RecentGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid GetGuid(Request request) => request.TargetUserUuid;

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session) =>
        base.GetCandidates(session).Prepend(new Candidate(ValidateTargetUserAttribute.Current, Strings.CompleteCurrentUser));
}
