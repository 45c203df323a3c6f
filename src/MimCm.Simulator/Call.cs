namespace MimCm.Simulator;

/// <summary>One call of the product's API, as it was seen. It is listed from its arrival on and completed as it is answered.</summary>
public sealed class Call
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

    /// <summary>The request's id in the path.</summary>
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
}
