namespace MimCm.PowerShell.Completion;

/// <summary>Completes a GUID that recent requests contain, the most recent first.</summary>
internal abstract class RecentGuidCompleter : ArgumentCompleterBase
{
    /// <summary>Returns the GUID of a request.</summary>
    protected abstract Guid GetGuid(RecentRequest request);

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed) =>
        from request in RunspaceState.Current.RecentRequests.NewestFirst()
        where request.MayBelongTo(session)
        group request by GetGuid(request) into recent
        where recent.Key != Guid.Empty
        select new Candidate(recent.Key.ToString(), Strings.CompleteSeen.With(recent.Count(), recent.First()));
}
