namespace MimCm.PowerShell.Completion;

/// <summary>Completes the id of a recent request of the server that the command would call, the most recent first.</summary>
internal class RequestIdCompleter : ArgumentCompleterBase
{
    /// <summary>Returns whether the command can be used with a request.</summary>
    protected virtual bool Includes(RecentRequest request) => true;

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session, string typed) =>
        from request in RunspaceState.Current.RecentRequests.NewestFirst()
        where Includes(request) && request.MayBelongTo(session)
        select new Candidate(request.Uuid.ToString(), Strings.CompleteRequest.With(request.RequestType, request.Status, request.Submitted));
}
