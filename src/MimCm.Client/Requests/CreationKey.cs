namespace MimCm.Requests;

/// <summary>What tells one request to create from another: two with equal keys can't be told apart once they exist.</summary>
internal readonly record struct CreationKey(RequestKind Kind, Guid? ProfileTemplateUuid, Guid? SmartcardUuid, Guid? TargetUserUuid)
{
    /// <summary>The key of a request to create.</summary>
    public static CreationKey Of(NewRequest request) => new(request.Kind, request.ProfileTemplateUuid, request.SmartcardUuid, request.TargetUserUuid);

    /// <summary>Returns whether an existing request can be the one that was to be created. A missing target stands for the current user: the
    /// caller lists only the requests of that user.</summary>
    public bool Matches(Request request) =>
        Kind.Matches(request.RequestType)
        && (ProfileTemplateUuid is null || request.ProfileTemplateUuid == ProfileTemplateUuid)
        && (SmartcardUuid is null || request.OldSmartcardUuid == SmartcardUuid || request.NewSmartcardUuid == SmartcardUuid)
        && (TargetUserUuid is null || request.TargetUserUuid == TargetUserUuid);
}
