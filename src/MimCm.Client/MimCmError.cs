namespace MimCm;

/// <summary>What went wrong, as far as a caller would act on it differently.</summary>
public enum MimCmError
{
    /// <summary>The server did not understand the call (400, 422 and the like).</summary>
    BadRequest,

    /// <summary>The server does not take the caller's identity (401).</summary>
    Unauthorized,

    /// <summary>The caller may not do this, or the request does not allow it now (403).</summary>
    Forbidden,

    /// <summary>The server knows no request of this id (404, or 204 on GET).</summary>
    RequestNotFound,

    /// <summary>The API is not there: Clm.WebApi.Enabled is off (404 on the collection; SVC).</summary>
    ApiDisabled,

    /// <summary>The request does not stand so that this change is possible (409).</summary>
    StateConflict,

    /// <summary>The server wants to be left alone for a while (429, 503).</summary>
    ServerBusy,

    /// <summary>The server failed (other 5xx).</summary>
    ServerError,

    /// <summary>The server sent the caller elsewhere. No redirect is followed: it could take the identity along.</summary>
    Redirected,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>No connection, or it was lost.</summary>
    ConnectionFailed,

    /// <summary>The server's certificate is not trusted, or there is no common TLS.</summary>
    TlsFailure,

    /// <summary>A credential would have crossed the network in the clear.</summary>
    InsecureConnection,

    /// <summary>The server's answer is damaged, cut short or not what was asked for.</summary>
    InvalidResponse,

    /// <summary>The answer to a status change was lost and its fate could not be found out.</summary>
    OutcomeUnknown,

    /// <summary>The server took the status change, yet the request stands otherwise.</summary>
    UnexpectedStatus,

    /// <summary>A request was waited for and did not get there in time.</summary>
    WaitTimeout,

    /// <summary>Another command writes to the journal.</summary>
    JournalInUse,

    /// <summary>The file is not a journal, or it is damaged.</summary>
    JournalInvalid,

    /// <summary>The journal cannot be opened, read or written, such as on a full disk.</summary>
    JournalFailed,

    /// <summary>A request was created, and then it could not be read.</summary>
    CreatedUnread,

    /// <summary>The server knows no smart card with this identifier.</summary>
    SmartcardNotFound,

    /// <summary>The server knows no software profile with this identifier.</summary>
    ProfileNotFound,

    /// <summary>The server answers for requests and does not have this route.</summary>
    RouteMissing,
}
