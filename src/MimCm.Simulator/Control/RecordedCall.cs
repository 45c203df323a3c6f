namespace MimCm.Simulator;

/// <summary>A recorded call of the API. It is listed when it arrives, and completed with its response.</summary>
public sealed class RecordedCall
{
    public long Sequence { get; internal set; }
    public DateTimeOffset Time { get; internal init; }
    public string Method { get; internal init; } = "";

    /// <summary>The path exactly as it was sent.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The query, including the question mark; empty if there is none.</summary>
    public string Query { get; internal init; } = "";

    /// <summary>The status code of the response; null until there is one, or if the connection was reset.</summary>
    public int? Status { get; internal set; }

    /// <summary>The milliseconds from the arrival until the response was sent; 0 until then.</summary>
    public double Milliseconds { get; internal set; }

    /// <summary>The first id in the path, of a request, smart card, profile or profile template.</summary>
    public Guid? Id { get; internal set; }

    /// <summary>The first 4,096 characters of the request body.</summary>
    public string? Body { get; internal set; }

    /// <summary>The headers that tests need, with lower-case names. Authorization contains only the scheme, and Cookie is "present".</summary>
    public IReadOnlyDictionary<string, string> Headers { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The id of the connection.</summary>
    public string Connection { get; internal init; } = "";

    /// <summary>The number of bytes of the body that were sent.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>The number of list elements that were sent completely.</summary>
    public int RequestsSent { get; internal set; }

    /// <summary>Whether the client closed the connection before the response was complete.</summary>
    public bool Aborted { get; internal set; }

    /// <summary>Whether a requested change took effect.</summary>
    public bool Changed { get; internal set; }

    /// <summary>The id of the request or smart card that a POST created.</summary>
    public Guid? CreatedId { get; internal set; }

    /// <summary>The name of the fault that was applied.</summary>
    public string? Fault { get; internal set; }

    /// <summary>The name of the authenticated caller.</summary>
    public string? User { get; internal set; }

    /// <summary>The scheme of the Authorization header: Negotiate, NTLM, Bearer.</summary>
    public string? Scheme { get; internal set; }

    /// <summary>The mechanism that Negotiate chose: Kerberos or NTLM.</summary>
    public string? Package { get; internal set; }

    public string? AuthenticationError { get; internal set; }

    /// <summary>The thumbprint of the client's certificate.</summary>
    public string? ClientCertificate { get; internal init; }

    /// <summary>A hash of the session cookie that the client sent.</summary>
    public string? Cookie { get; internal set; }

    /// <summary>A hash of the session cookie that the response set.</summary>
    public string? CookieIssued { get; internal set; }
}
