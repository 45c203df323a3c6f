namespace MimCm;

/// <summary>What follows from a status (API sheet 3.5).</summary>
public static class RequestStatusExtensions
{
    /// <summary>The statuses of requests that still wait for somebody.</summary>
    internal static IReadOnlyList<RequestStatus> OpenStatuses { get; } = [RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Executing];

    /// <summary>Whether nothing changes the status any more: Completed, Failed, Canceled or Denied.</summary>
    public static bool IsFinal(this RequestStatus status) =>
        status is RequestStatus.Completed or RequestStatus.Failed or RequestStatus.Canceled or RequestStatus.Denied;

    /// <summary>Whether the request still waits for somebody: Pending, Approved or Executing. None, which says that the status is
    /// unknown, and a number that is not listed are neither open nor final: nothing is known of them.</summary>
    public static bool IsOpen(this RequestStatus status) =>
        status is RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Executing;

    /// <summary>The status in which a change ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public static RequestStatus FinalStatus(this RequestStatusChange change) => change switch
    {
        RequestStatusChange.Completed => RequestStatus.Completed,
        RequestStatusChange.Canceled => RequestStatus.Canceled,
        RequestStatusChange.Abandoned => RequestStatus.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, Strings.UnknownChange),
    };
}
