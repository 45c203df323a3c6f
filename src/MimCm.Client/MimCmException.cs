namespace MimCm;

/// <summary>An exchange with the server that did not give what was asked for.</summary>
public sealed class MimCmException : Exception
{
    internal MimCmException(MimCmError error, string message, Exception? inner = null)
        : base(TextSanitizer.Of(message), TextSanitizer.Of(inner)) => Error = error;

    /// <summary>What went wrong.</summary>
    public MimCmError Error { get; }

    /// <summary>The address that was called, without its query; null where no call was made.</summary>
    public Uri? Uri { get; internal set; }

    /// <summary>The HTTP status code; null where no answer came.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>What the server said, when it said it in words rather than in a page.</summary>
    public string? ServerMessage { get; internal set; }

    /// <summary>The id under which the server's event log and trace file have the details, where its message holds one (SVC).</summary>
    public Guid? CorrelationId { get; internal set; }

    /// <summary>How long the server asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; internal set; }

    /// <summary>The request as it stands, where that is not as asked (<see cref="MimCmError.UnexpectedStatus"/>).</summary>
    public Request? Request { get; internal set; }

    /// <summary>Whether the call may have had its effect though its answer did not come whole.</summary>
    internal bool IsOutcomeUncertain { get; set; }

    /// <summary>Whether the same GET may well succeed a little later.</summary>
    internal bool IsTransient { get; set; }
}
