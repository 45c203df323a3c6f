namespace MimCm;

/// <summary>Maps the kinds of requests to create to the types of existing requests (docs/api.md, section 3.5).</summary>
internal static class RequestKindExtensions
{
    /// <summary>Returns the type of a created request; null for OfflineUnblock, whose number is unknown.</summary>
    public static RequestType? ToRequestType(this RequestKind kind) => kind switch
    {
        RequestKind.Enroll => RequestType.Enroll,
        RequestKind.Duplicate => RequestType.Duplicate,
        RequestKind.OnlineUpdate => RequestType.OnlineUpdate,
        RequestKind.Renew => RequestType.Renew,
        RequestKind.Recover => RequestType.Recover,
        RequestKind.RecoverOnBehalf => RequestType.RecoverOnBehalf,
        RequestKind.Reinstate => RequestType.SuspendOrReinstate,
        RequestKind.Retire => RequestType.Retire,
        RequestKind.Revoke => RequestType.Disable,
        RequestKind.TemporaryCards => RequestType.TemporaryCardEnroll,
        RequestKind.Unblock => RequestType.Unblock,
        _ => null,
    };

    /// <summary>Returns whether a request of this type can have been created as this kind. A kind whose number is unknown matches every type without
    /// a name.</summary>
    public static bool Matches(this RequestKind kind, RequestType type) =>
        kind.ToRequestType() is { } known ? known == type : !Enum.IsDefined(typeof(RequestType), type);
}
