namespace MimCm.PowerShell.Completion;

/// <summary>Completes any part of a session's address to an expression that returns the session.</summary>
internal sealed class SessionCompleter : ArgumentCompleterBase
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed) =>
        RunspaceState.Current.GetSessions().Select((one, i) =>
            new Candidate(
                $"@(Get-CmSession)[{i}]",
                (one.IsDefault ? Strings.CompleteSessionDefault : Strings.CompleteSession).With(one.Uri, one.UserName ?? one.Authentication),
                one.Uri.Authority)
            {
                IsExpression = true,
            });

    /// <inheritdoc/>
    protected override bool Matches(Candidate candidate, string typed) => candidate.Label!.IndexOf(typed, StringComparison.OrdinalIgnoreCase) >= 0;
}
