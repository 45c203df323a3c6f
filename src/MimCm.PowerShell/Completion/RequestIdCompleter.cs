namespace MimCm.PowerShell.Completion;

/// <summary>Completes the id of a request: of those seen at the server that the command would ask, the newest first.</summary>
internal class RequestIdCompleter : ArgumentCompleterBase
{
    /// <summary>Whether the command may have to do with this request.</summary>
    protected virtual bool Includes(Request request) => true;

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> GetCandidates(CmSession? session) =>
        from request in RunspaceState.Current.RecentRequests.NewestFirst()
        where Includes(request) && (session is null || CmSession.FromRequest(request)?.IsSameServer(session) != false)
        select new Candidate(request.Uuid.ToString(), Strings.CompleteRequest.With(request.RequestType, request.Status, request.Submitted));
}
