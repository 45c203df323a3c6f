namespace MimCm.PowerShell.Completion;

/// <summary>What completion needs of a request that a command wrote. The request itself is not kept, as it can be large. A
/// structure, as one is copied for each request of a list.</summary>
internal readonly record struct RecentRequest(
    Guid Uuid,
    RequestType RequestType,
    RequestStatus Status,
    DateTime? Submitted,
    Guid TargetUserUuid,
    Guid OriginatorUserUuid,
    Guid ProfileTemplateUuid,
    Uri? Server)
{
    /// <summary>Whether the request can be one of this session's server. Requests of an unknown server can be.</summary>
    public bool MayBelongTo(CmSession? session) => session is null || Server is null || session.IsSameServer(Server);

    /// <summary>Copies the properties of a request.</summary>
    public static RecentRequest From(Request request) => new(
        request.Uuid,
        request.RequestType,
        request.Status,
        request.Submitted,
        request.TargetUserUuid,
        request.OriginatorUserUuid,
        request.ProfileTemplateUuid,
        CmSession.FromRequest(request)?.Uri);

    /// <summary>Returns the id, the type and the status.</summary>
    public override string ToString() => $"{Uuid} {RequestType} {Status}";
}
