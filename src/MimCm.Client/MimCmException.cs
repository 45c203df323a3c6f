namespace MimCm;

/// <summary>The exception for a call that failed or did not return the expected result.</summary>
public sealed class MimCmException : Exception
{
    internal MimCmException(MimCmError error, string message, Exception? inner = null, TextSanitizer? sanitizer = null)
        : base((sanitizer ?? TextSanitizer.Default).ToMessage(message), (sanitizer ?? TextSanitizer.Default).ToSafeException(inner)) => Error = error;

    /// <summary>The kind of the failure.</summary>
    public MimCmError Error { get; }

    /// <summary>The address that was called, without its query; null if no call was made.</summary>
    public Uri? Uri { get; internal set; }

    /// <summary>The HTTP status code; null if no response arrived.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The message of the server; null if it sent none, or an HTML page.</summary>
    public string? ServerMessage { get; internal set; }

    /// <summary>The correlation id, which identifies the details in the server's event log and trace file; null if the server's message contains none
    /// (docs/api.md, section 6).</summary>
    public Guid? CorrelationId { get; internal set; }

    /// <summary>The delay that the server requested (Retry-After); null if it requested none.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>The request, if it does not have the requested status (<see cref="MimCmError.UnexpectedStatus"/>).</summary>
    public Request? Request { get; internal set; }

    /// <summary>The identifier of the created request (<see cref="MimCmError.CreatedUnread"/>).</summary>
    public Guid? RequestId { get; internal set; }

    /// <summary>The ids of the requests that may be the created one, if the outcome of a creation is unknown; otherwise empty.</summary>
    public IReadOnlyList<Request> Candidates { get; internal set; } = [];

    /// <summary>Whether the response was an HTML page. MIM CM does not send HTML, so the response is from a proxy, a load balancer or IIS.</summary>
    public bool IsHtmlResponse { get; internal set; }

    /// <summary>For a status change or a creation: true if it certainly did not take effect, because the server rejected the first attempt, nothing was
    /// sent, or reading back showed a request with another status or no created request. False if this is unknown.</summary>
    public bool IsUnchanged { get; internal set; }

    /// <summary>The authentication schemes that the server offered with a 401 response; empty if there were none.</summary>
    internal IReadOnlyList<string> OfferedSchemes { get; set; } = [];

    /// <summary>Whether the certificate of the server is the cause of a <see cref="MimCmError.TlsFailure"/>. False for a port without TLS, or if there is
    /// no common version of TLS.</summary>
    internal bool IsCertificateRejected { get; set; }

    /// <summary>How far the call got before it failed, which determines whether it is retried.</summary>
    internal FailureKind Kind { get; set; }
}
