namespace MimCm.Simulator.Data;

internal static class RequestTypeExtensions
{
    /// <summary>Returns whether the profile or smart card stays the same, so that its old and new ids are equal.</summary>
    public static bool KeepsProfile(this RequestType type) =>
        type is RequestType.Unblock or RequestType.OfflineUnblock or RequestType.Disable or RequestType.Retire or RequestType.SuspendOrReinstate;

    /// <summary>Returns whether the request has no old profile.</summary>
    public static bool IsFirstEnrollment(this RequestType type) => type is RequestType.Enroll or RequestType.TemporaryCardEnroll;
}
