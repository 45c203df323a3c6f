namespace MimCm;

/// <summary>The status changes the API takes (PUTREQ). Approving and denying are not among them: the portal does that.</summary>
public enum RequestStatusChange
{
    /// <summary>Ends as <see cref="RequestStatus.Completed"/>.</summary>
    Completed = 101,

    /// <summary>Ends as <see cref="RequestStatus.Canceled"/>.</summary>
    Canceled = 102,

    /// <summary>Ends as <see cref="RequestStatus.Failed"/>: there is no status Abandoned (M-ABANDON).</summary>
    Abandoned = 103,
}
