namespace MimCm.Json;

/// <summary>The properties of a request in the order of Microsoft's examples, in which the server writes them.</summary>
internal enum RequestProperty
{
    Uuid,
    RequestType,
    Status,
    Flags,
    DataCollection,
    DataCollectionFlags,
    OriginatorUserUuid,
    TargetUserUuid,
    Submitted,
    Completed,
    NewProfileUuid,
    OldProfileUuid,
    NewSmartcardUuid,
    OldSmartcardUuid,
    Priority,
    Comment,
    ProfileTemplateUuid,
    SecurityDescriptor,
    IsSmartcard,
    IsEnrollmentAgent,
    IsDataCollectionComplete,
    Unknown,
}
