namespace MimCm.Simulator;

/// <summary>
/// Which calls go wrong, and how. Of several rules the first that fits a call is applied. Without Status and Reset the
/// product answers, and the rest says what becomes of its answer.
/// </summary>
public sealed record FaultRule
{
    /// <summary>How the call log names the fault; "fault 1" for the first without a name, and so on.</summary>
    public string? Name { get; init; }

    /// <summary>GET, PUT or POST; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>"list", "item", "any", or a regular expression on path and query as they were sent.</summary>
    public string Path { get; init; } = "any";

    public Guid? Id { get; init; }

    /// <summary>Which of the calls that match so far, from 1.</summary>
    public IntRange? Nth { get; init; }

    /// <summary>How often at most.</summary>
    public int? Times { get; init; }

    /// <summary>The chance that a call which matches goes wrong.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Equal seeds draw equal chances.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Milliseconds before the answer begins, drawn from the range.</summary>
    public IntRange Latency { get; init; }

    /// <summary>Answer this instead.</summary>
    public int? Status { get; init; }

    public FaultBody Body { get; init; }

    /// <summary>The Retry-After of the answer: seconds, "date:5" for the HTTP date in 5 s, or any text as it stands.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The Location of the answer, for a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>Reset the connection instead of an answer.</summary>
    public bool Reset { get; init; }

    /// <summary>
    /// Whether a PUT takes effect. Null: not under Status or Reset, else as the product says. No where the product would
    /// answer is a 200 with the request unchanged.
    /// </summary>
    public FaultEffect? Effect { get; init; }

    public int LateMs { get; init; } = 500;

    public FaultContent Content { get; init; }

    /// <summary>How huge or deep.</summary>
    public int Size { get; init; } = 100_000;

    public string? ContentType { get; init; }

    public FaultEncoding Encoding { get; init; }

    /// <summary>Send so many bytes of the body and no more.</summary>
    public long? CutBytes { get; init; }

    /// <summary>Send so many requests of a list and no more.</summary>
    public int? CutElements { get; init; }

    /// <summary>With CutElements: and half of the next request.</summary>
    public bool InsideElement { get; init; }

    public FaultFraming? Framing { get; init; }

    public FaultClose Close { get; init; }

    /// <summary>Milliseconds of silence in the middle of the body; -1 until the client leaves.</summary>
    public int Stall { get; init; }

    /// <summary>After how many bytes of the body; half of a short one is likely there by 700.</summary>
    public long StallAt { get; init; } = 700;

    /// <summary>How slowly the body comes.</summary>
    public int? BytesPerSecond { get; init; }

    internal bool ReplacesResponse => Status is not null || Reset;
}
