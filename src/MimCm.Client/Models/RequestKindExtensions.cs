namespace MimCm;

/// <summary>Relates the kinds of requests to create to the types of existing requests (docs/api.md, section 3).</summary>
internal static class RequestKindExtensions
{
    /// <summary>Returns the type that a created request has; null for OfflineUnblock, whose number is not known.</summary>
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

    /// <summary>Returns whether a request of this type can be one that was created as this kind. A kind whose number is not known matches every
    /// type that has no name.</summary>
    public static bool Matches(this RequestKind kind, RequestType type) =>
        kind.ToRequestType() is { } known ? known == type : !Enum.IsDefined(typeof(RequestType), type);
}
