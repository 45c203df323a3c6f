namespace MimCm.PowerShell.Completion;

/// <summary>Completes a GUID that stands in requests seen: the one met last comes first.</summary>
internal abstract class RecentGuidCompleter : ArgumentCompleterBase
{
    /// <summary>The GUID in a request.</summary>
    protected abstract Guid GetGuid(Request request);

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session) =>
        from request in RunspaceState.Current.RecentRequests.NewestFirst()
        where session is null || CmSession.FromRequest(request)?.IsSameServer(session) != false
        group request by GetGuid(request) into seen
        where seen.Key != Guid.Empty
        select new Candidate(seen.Key.ToString(), Strings.CompleteSeen.With(seen.Count(), seen.First()));
}
