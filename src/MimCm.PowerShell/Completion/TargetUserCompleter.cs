namespace MimCm.PowerShell.Completion;

/// <summary>Completes the word for the caller, and users whom requests are for.</summary>
internal sealed class TargetUserCompleter : SeenGuidCompleter
{
    /// <inheritdoc/>
    protected override Guid In(Request request) => request.TargetUserUuid;

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(CmSession? session) =>
        base.Candidates(session).Prepend(new Candidate(ValidateTargetUserAttribute.Current, CommandText.CompleteCurrentUser));
}
