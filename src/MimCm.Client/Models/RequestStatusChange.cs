namespace MimCm;

/// <summary>The status changes that the API offers (docs/api.md, section 3.3). It can't approve or deny requests. The numbers are those of no
/// status, so that a change is never taken for one.</summary>
public enum RequestStatusChange
{
    /// <summary>Ends as <see cref="RequestStatus.Completed"/>.</summary>
    Completed = 101,

    /// <summary>Ends as <see cref="RequestStatus.Canceled"/>.</summary>
    Canceled = 102,

    /// <summary>Ends as <see cref="RequestStatus.Failed"/>: there is no status Abandoned.</summary>
    Abandoned = 103,
}
