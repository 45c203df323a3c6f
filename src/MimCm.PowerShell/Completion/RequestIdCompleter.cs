namespace MimCm.PowerShell.Completion;

/// <summary>Completes the id of a request: of those seen at the server that the command would ask, the newest first.</summary>
internal class RequestIdCompleter : CmCompleter
{
    /// <summary>Whether the command may have to do with this request.</summary>
    protected virtual bool IsWanted(Request request) => true;

    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(CmSession? session) =>
        from request in RunspaceSessions.Current.Seen.NewestFirst()
        where IsWanted(request) && (session is null || CmSession.Of(request)?.IsSameServer(session) != false)
        select new Candidate(request.Uuid.ToString(), CommandText.CompleteRequest.With(request.RequestType, request.Status, request.Submitted));
}
