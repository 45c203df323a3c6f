namespace MimCm.PowerShell.Completion;

/// <summary>Completes a GUID that stands in requests seen: the one met last comes first.</summary>
internal abstract class SeenGuidCompleter : CmCompleter
{
    /// <summary>The GUID in a request.</summary>
    protected abstract Guid In(Request request);

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(CmSession? session) =>
        from request in RunspaceSessions.Current.Seen.NewestFirst()
        where session is null || CmSession.Of(request)?.IsSameServer(session) != false
        group request by In(request) into seen
        where seen.Key != Guid.Empty
        select new Candidate(seen.Key.ToString(), CommandText.CompleteSeen.With(seen.Count(), seen.First()));
}
