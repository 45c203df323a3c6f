namespace MimCm.Simulator.Data;

internal static class RequestTypeExtensions
{
    /// <summary>Whether the request is about a profile or smart card that stays the same: its old and new ids are equal.</summary>
    public static bool KeepsProfile(this RequestType type) =>
        type is RequestType.Unblock or RequestType.OfflineUnblock or RequestType.Disable or RequestType.Retire or RequestType.SuspendOrReinstate;

    /// <summary>Whether the request has no old profile.</summary>
    public static bool IsFirstEnrollment(this RequestType type) => type is RequestType.Enroll or RequestType.TemporaryCardEnroll;
}
