namespace MimCm;

/// <summary>The status changes of the API (docs/api.md, section 3.3). The API cannot approve or deny requests. The numbers differ from those of
/// RequestStatus, so that a change is never mistaken for a status.</summary>
public enum RequestStatusChange
{
    /// <summary>Completes the request. The new status is <see cref="RequestStatus.Completed"/>.</summary>
    Completed = 101,

    /// <summary>Cancels the request. The new status is <see cref="RequestStatus.Canceled"/>.</summary>
    Canceled = 102,

    /// <summary>Abandons the request. The new status is <see cref="RequestStatus.Failed"/>, because there is no status Abandoned.</summary>
    Abandoned = 103,
}
