namespace MimCm.Retry;

/// <summary>How far a call got before it failed. <see cref="RetryPolicy"/> decides by this what to do next.</summary>
internal enum FailureKind
{
    /// <summary>The call was not sent, and another attempt would meet the same obstacle: an unknown host name,
    /// a failed TLS handshake, no access token.</summary>
    NotSent,

    /// <summary>The server refused the connection or could not be reached, so that nothing was sent.</summary>
    ConnectionRefused,

    /// <summary>The server examined the call and rejected it: 400, 401, 403, 404 or 409.</summary>
    Rejected,

    /// <summary>The server asks the caller to come back later: 429 or 503.</summary>
    Busy,

    /// <summary>A gateway or the server gave up waiting: 408, 502 or 504.</summary>
    GatewayFailure,

    /// <summary>The connection was lost before the response was complete.</summary>
    ConnectionLost,

    /// <summary>No response arrived within the timeout.</summary>
    NoResponse,

    /// <summary>The response has a success status code, and its body can't be used.</summary>
    InvalidBody,

    /// <summary>Any other status code, such as 500 or a redirect.</summary>
    OtherStatus,
}
