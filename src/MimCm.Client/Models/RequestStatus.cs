namespace MimCm;

/// <summary>The status of a request (docs/api.md, section 4.1). A number without a name is kept and displayed as the number.</summary>
public enum RequestStatus
{
    /// <summary>The status is unknown. The SQL API documents this number as "not processed yet".</summary>
    None = 0,

    /// <summary>Approved and ready to be executed.</summary>
    Approved = 3,

    /// <summary>Denied by an approver. Final.</summary>
    Denied = 4,

    /// <summary>Execution is complete. Final.</summary>
    Completed = 8,

    /// <summary>Execution failed, or the request was abandoned. There is no separate status for abandoned requests. Final.</summary>
    Failed = 9,

    /// <summary>Waiting for approval.</summary>
    Pending = 16,

    /// <summary>Canceled. Final.</summary>
    Canceled = 17,

    /// <summary>Being executed.</summary>
    Executing = 18,
}
