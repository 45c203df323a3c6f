namespace MimCm;

/// <summary>What follows from a status (API sheet 3.5).</summary>
public static class StatusRules
{
    /// <summary>Whether nothing changes the status any more: Completed, Failed, Canceled or Denied.</summary>
    public static bool IsFinal(this RequestStatus status) =>
        status is RequestStatus.Completed or RequestStatus.Failed or RequestStatus.Canceled or RequestStatus.Denied;

    /// <summary>The status in which a change ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public static RequestStatus FinalStatus(this RequestStatusChange change) => change switch
    {
        RequestStatusChange.Completed => RequestStatus.Completed,
        RequestStatusChange.Canceled => RequestStatus.Canceled,
        RequestStatusChange.Abandoned => RequestStatus.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, ClientText.UnknownChange),
    };
}
