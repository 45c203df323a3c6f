namespace MimCm.PowerShell.Completion;

/// <summary>The properties of a request that completion needs. The request itself is not stored, because it can be large. This is a structure,
/// because one is created for each request of a list.</summary>
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
    /// <summary>Returns whether the request can belong to the server of a session. This is true if the server of the request is unknown.</summary>
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
        CmSession.FromObject(request)?.Uri);

    /// <summary>Returns the id, the type and the status.</summary>
    public override string ToString() => $"{Uuid} {RequestType} {Status}";
}
