namespace MimCm;

/// <summary>Properties of a status (docs/api.md, section 3.4).</summary>
public static class RequestStatusExtensions
{
    /// <summary>The statuses of requests that are not final.</summary>
    internal static IReadOnlyList<RequestStatus> OpenStatuses { get; } = [RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Executing];

    /// <summary>Returns whether the status is final: Completed, Failed, Canceled or Denied.</summary>
    public static bool IsFinal(this RequestStatus status) =>
        status is RequestStatus.Completed or RequestStatus.Failed or RequestStatus.Canceled or RequestStatus.Denied;

    /// <summary>Returns whether the request is still in progress: Pending, Approved or Executing. The status None, which means unknown, and numbers
    /// without a name are neither open nor final.</summary>
    public static bool IsOpen(this RequestStatus status) =>
        status is RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Executing;

    /// <summary>Returns the status that a change results in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the three changes.</exception>
    public static RequestStatus FinalStatus(this RequestStatusChange change) => change switch
    {
        RequestStatusChange.Completed => RequestStatus.Completed,
        RequestStatusChange.Canceled => RequestStatus.Canceled,
        RequestStatusChange.Abandoned => RequestStatus.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, Strings.UnknownChange),
    };
}
