namespace MimCm;

/// <summary>The kind of a failure.</summary>
public enum MimCmError
{
    /// <summary>The server rejected the call as invalid (400, 422 or a similar status code).</summary>
    BadRequest,

    /// <summary>The server rejected the sign-in (401).</summary>
    Unauthorized,

    /// <summary>The server refused the operation (403): a permission is missing, or the status of the request does not allow it.</summary>
    Forbidden,

    /// <summary>The server does not know the request (404, or 204 on GET).</summary>
    RequestNotFound,

    /// <summary>The API is disabled or was not found: 404 on the collection (docs/api.md, section 1.1).</summary>
    ApiDisabled,

    /// <summary>The request is in a state that does not allow this change (409).</summary>
    StateConflict,

    /// <summary>The server is too busy (429, 503).</summary>
    ServerBusy,

    /// <summary>The server reports an internal error (other 5xx).</summary>
    ServerError,

    /// <summary>The server redirects to another address. Redirects are not followed.</summary>
    Redirected,

    /// <summary>No complete response arrived in time.</summary>
    Timeout,

    /// <summary>The connection could not be established, or it was lost.</summary>
    ConnectionFailed,

    /// <summary>The server certificate is not trusted, or the TLS handshake failed.</summary>
    TlsFailure,

    /// <summary>A secret would have been sent without encryption.</summary>
    InsecureConnection,

    /// <summary>The response is malformed, incomplete, or does not match the call.</summary>
    InvalidResponse,

    /// <summary>It is unknown whether a change took effect.</summary>
    OutcomeUnknown,

    /// <summary>The request has another status than expected.</summary>
    UnexpectedStatus,

    /// <summary>A request did not get one of the expected statuses in time.</summary>
    WaitTimeout,

    /// <summary>Another command writes to the journal.</summary>
    JournalInUse,

    /// <summary>The file is not a journal, or it is damaged.</summary>
    JournalInvalid,

    /// <summary>The journal cannot be opened, read or written, for example because the disk is full.</summary>
    JournalFailed,

    /// <summary>A request was created, but could not be read.</summary>
    CreatedUnread,

    /// <summary>The server knows no smart card with this identifier.</summary>
    SmartcardNotFound,

    /// <summary>The server knows no software profile with this identifier.</summary>
    ProfileNotFound,

    /// <summary>The server supports requests, but does not have this route.</summary>
    RouteMissing,
}
