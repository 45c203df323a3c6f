namespace MimCm.Retry;

/// <summary>How far a call got before it failed. <see cref="RetryPolicy"/> uses it to determine the next action.</summary>
internal enum FailureKind
{
    /// <summary>The call was not sent, and another attempt would fail in the same way: an unknown host name, a failed TLS handshake, no access
    /// token.</summary>
    NotSent,

    /// <summary>The server refused the connection or could not be reached, so that nothing was sent.</summary>
    ConnectionRefused,

    /// <summary>The server examined the call and rejected it: 400, 401, 403, 404 or 409.</summary>
    Rejected,

    /// <summary>The server asks the caller to retry later: 429 or 503.</summary>
    Busy,

    /// <summary>A gateway or the server timed out: 408, 502 or 504.</summary>
    GatewayFailure,

    /// <summary>The connection was lost before the response was complete.</summary>
    ConnectionLost,

    /// <summary>No response arrived within the timeout.</summary>
    NoResponse,

    /// <summary>The response has a success status code, but its body is invalid.</summary>
    InvalidBody,

    /// <summary>Any other status code, such as 500 or a redirect.</summary>
    OtherStatus,
}
