namespace MimCm.Requests;

/// <summary>Identifies a request to create. Two created requests with equal keys cannot be distinguished.</summary>
internal readonly record struct CreationKey(RequestKind Kind, Guid? ProfileTemplateUuid, Guid? SmartcardUuid, Guid? TargetUserUuid)
{
    /// <summary>Returns the key of a request to create.</summary>
    public static CreationKey Of(NewRequest request) => new(request.Kind, request.ProfileTemplateUuid, request.SmartcardUuid, request.TargetUserUuid);

    /// <summary>Returns whether an existing request can be the one that was to be created. A missing target means the current user; in this case the
    /// caller lists only the requests of that user.</summary>
    public bool Matches(Request request) =>
        Kind.Matches(request.RequestType)
        && (ProfileTemplateUuid is null || request.ProfileTemplateUuid == ProfileTemplateUuid)
        && (SmartcardUuid is null || request.OldSmartcardUuid == SmartcardUuid || request.NewSmartcardUuid == SmartcardUuid)
        && (TargetUserUuid is null || request.TargetUserUuid == TargetUserUuid);
}
