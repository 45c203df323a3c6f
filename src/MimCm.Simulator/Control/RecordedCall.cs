namespace MimCm.Simulator;

/// <summary>One call of the product's API, as it was seen. It is listed from its arrival on and completed as it is answered.</summary>
public sealed class RecordedCall
{
    public long Sequence { get; internal set; }
    public DateTimeOffset Time { get; internal init; }
    public string Method { get; internal init; } = "";

    /// <summary>As it was sent, case and escapes included.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>With the question mark; empty where there is none.</summary>
    public string Query { get; internal init; } = "";

    /// <summary>The status code answered; null while none is, or where the connection was broken instead.</summary>
    public int? Status { get; internal set; }

    /// <summary>From arrival until the answer was sent; 0 while under way.</summary>
    public double Milliseconds { get; internal set; }

    /// <summary>The first id in the path: of a request, smart card, profile or profile template.</summary>
    public Guid? Id { get; internal set; }

    /// <summary>The body that came, its first 4,096 characters.</summary>
    public string? Body { get; internal set; }

    /// <summary>The headers a test asks about, names in lower case. Authorization is its scheme alone, Cookie is "present".</summary>
    public IReadOnlyDictionary<string, string> Headers { get; internal init; } = new Dictionary<string, string>();

    /// <summary>Equal for the calls of one connection.</summary>
    public string Connection { get; internal init; } = "";

    /// <summary>Bytes of body handed to the connection.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>Requests in the answer that were handed to the connection whole.</summary>
    public int RequestsSent { get; internal set; }

    /// <summary>Whether the client closed the connection before the answer was through.</summary>
    public bool Aborted { get; internal set; }

    /// <summary>Whether a change asked for took effect.</summary>
    public bool Changed { get; internal set; }

    /// <summary>The id of the request or smart card that a POST created.</summary>
    public Guid? CreatedId { get; internal set; }

    /// <summary>The fault that was applied.</summary>
    public string? Fault { get; internal set; }

    /// <summary>The name that authentication gave.</summary>
    public string? User { get; internal set; }

    /// <summary>The scheme of the Authorization header: Negotiate, NTLM, Bearer.</summary>
    public string? Scheme { get; internal set; }

    /// <summary>What Negotiate came to: Kerberos or NTLM.</summary>
    public string? Package { get; internal set; }

    public string? AuthenticationError { get; internal set; }

    /// <summary>The thumbprint of the client's certificate.</summary>
    public string? ClientCertificate { get; internal init; }

    /// <summary>A hash of the session cookie that the client sent.</summary>
    public string? Cookie { get; internal set; }

    /// <summary>A hash of the session cookie that the answer set.</summary>
    public string? CookieIssued { get; internal set; }
}
