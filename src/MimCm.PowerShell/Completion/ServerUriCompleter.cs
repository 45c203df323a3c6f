namespace MimCm.PowerShell.Completion;

/// <summary>Completes the address of a server: the value of MIMCM_URI and the addresses of the sessions. Without a match it completes the scheme,
/// because otherwise PowerShell would offer file names.</summary>
internal sealed class ServerUriCompleter : ArgumentCompleterBase
{
    private const string Scheme = "https://";

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed)
    {
        var known = GetKnownServers().Where(candidate => Matches(candidate, typed)).ToList();
        return known.Count > 0 ? known
            : typed.IndexOf(':') < 0 ? [new Candidate(Scheme + typed, Strings.CompleteScheme)]
            : [new Candidate(typed, Strings.CompleteScheme)];
    }

    /// <summary>Returns whether the address begins with the typed text, with or without its scheme.</summary>
    protected override bool Matches(Candidate candidate, string typed) =>
        candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
        || candidate.Text.Substring(candidate.Text.IndexOf("://", StringComparison.Ordinal) + 3).StartsWith(typed, StringComparison.OrdinalIgnoreCase)
        || candidate.Text.Equals(Scheme + typed, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Candidate> GetKnownServers()
    {
        var addresses = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (TryGetVariable() is { } address && addresses.Add(address))
            yield return new Candidate(address, Strings.CompleteUriVariable.With(RunspaceState.Variable));

        foreach (var session in RunspaceState.Current.GetSessions())
        {
            if (addresses.Add(session.Uri.ToString()))
                yield return new Candidate(session.Uri.ToString(), Strings.CompleteSession.With(session.Uri, session.UserName ?? session.Authentication));
        }
    }

    private static string? TryGetVariable()
    {
        try
        {
            return ServerUriTransformationAttribute.Parse(Environment.GetEnvironmentVariable(RunspaceState.Variable) ?? "").ToString();
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
