namespace MimCm;

/// <summary>The exception for a call that failed or did not return the expected result.</summary>
public sealed class MimCmException : Exception
{
    internal MimCmException(MimCmError error, string message, Exception? inner = null, TextSanitizer? sanitizer = null)
        : base((sanitizer ?? TextSanitizer.Default).ToMessage(message), (sanitizer ?? TextSanitizer.Default).ToSafeException(inner)) => Error = error;

    /// <summary>What went wrong.</summary>
    public MimCmError Error { get; }

    /// <summary>The address that was called, without its query; null when no call was made.</summary>
    public Uri? Uri { get; internal set; }

    /// <summary>The HTTP status code; null when no response arrived.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The message of the server; null when it sent none, or an HTML page.</summary>
    public string? ServerMessage { get; internal set; }

    /// <summary>The id under which the server's event log and trace file have the details; null when the server's message holds none
    /// (docs/api.md, section 6).</summary>
    public Guid? CorrelationId { get; internal set; }

    /// <summary>How long the server asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>The request, when it does not have the status that was asked for (<see cref="MimCmError.UnexpectedStatus"/>).</summary>
    public Request? Request { get; internal set; }

    /// <summary>The identifier of the created request (<see cref="MimCmError.CreatedUnread"/>).</summary>
    public Guid? RequestId { get; internal set; }

    /// <summary>The requests that may be the created one, if the outcome of a creation is unknown; empty otherwise.</summary>
    public IReadOnlyList<Request> Candidates { get; internal set; } = [];

    /// <summary>Whether the response was an HTML page. MIM CM sends none: a proxy, a load balancer or IIS itself has answered.</summary>
    public bool IsHtmlResponse { get; internal set; }

    /// <summary>For a status change: true when the request was certainly not changed by it. The server rejected the first attempt, nothing
    /// was sent, or the request was read back and still had another status. False when that is not known.</summary>
    public bool IsUnchanged { get; internal set; }

    /// <summary>How far the call got, which decides whether it is repeated.</summary>
    internal FailureKind Kind { get; set; }
}
