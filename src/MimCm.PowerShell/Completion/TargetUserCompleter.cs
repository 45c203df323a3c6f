namespace MimCm.PowerShell.Completion;

/// <summary>Completes the word current, and the target users of recent requests.</summary>
internal sealed class TargetUserCompleter : UserNameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed) =>
        base.GetCandidates(session, typed).Prepend(new Candidate(RequestReadCmdletBase.CurrentUser, Strings.CompleteCurrentUser));
}
