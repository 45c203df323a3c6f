namespace MimCm;

/// <summary>Where a request stands. The numbers are those of the SQL API (API sheet 4.1, SQL-STATUS); one the server sends
/// that is not listed here is kept and prints as the number.</summary>
public enum RequestStatus
{
    /// <summary>The status is unknown; the SQL API says "not processed yet".</summary>
    None = 0,

    /// <summary>Approved and ready to be executed.</summary>
    Approved = 3,

    /// <summary>An approver refused it. Final: it cannot be resumed.</summary>
    Denied = 4,

    /// <summary>Executed to the end. Final.</summary>
    Completed = 8,

    /// <summary>Its execution failed, or it was abandoned: there is no status of that name. Final.</summary>
    Failed = 9,

    /// <summary>Waiting for approval.</summary>
    Pending = 16,

    /// <summary>Canceled. Final: it cannot be resumed.</summary>
    Canceled = 17,

    /// <summary>Being executed.</summary>
    Executing = 18,
}
