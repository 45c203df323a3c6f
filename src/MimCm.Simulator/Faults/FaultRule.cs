using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MimCm.Simulator;

/// <summary>
/// Which calls go wrong, and how. Of several rules the first that fits a call is applied. Without Status and Reset the
/// product answers, and the rest says what becomes of its answer.
/// </summary>
public sealed record FaultRule : IValidatableObject
{
    /// <summary>One day: the longest time that a rule can make a client wait.</summary>
    private const int MaxMilliseconds = 86_400_000;

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"];

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
    [Range(1, int.MaxValue)]
    public int? Times { get; init; }

    /// <summary>The chance that a call which matches goes wrong.</summary>
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 1;

    /// <summary>Equal seeds draw equal chances.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Milliseconds before the answer begins, drawn from the range.</summary>
    public IntRange Latency { get; init; }

    /// <summary>Answer this instead.</summary>
    [Range(200, 599)]
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

    [Range(0, MaxMilliseconds)]
    public int LateMs { get; init; } = 500;

    public FaultContent Content { get; init; }

    /// <summary>How huge or deep.</summary>
    [Range(0, int.MaxValue)]
    public int Size { get; init; } = 100_000;

    public string? ContentType { get; init; }

    public FaultEncoding Encoding { get; init; }

    /// <summary>Send so many bytes of the body and no more.</summary>
    [Range(0.0, long.MaxValue)]
    public long? CutBytes { get; init; }

    /// <summary>Send so many requests of a list and no more.</summary>
    [Range(0, int.MaxValue)]
    public int? CutElements { get; init; }

    /// <summary>With CutElements: and half of the next request.</summary>
    public bool InsideElement { get; init; }

    public FaultFraming? Framing { get; init; }

    public FaultClose Close { get; init; }

    /// <summary>Milliseconds of silence in the middle of the body; -1 until the client leaves.</summary>
    [Range(-1, MaxMilliseconds)]
    public int Stall { get; init; }

    /// <summary>After how many bytes of the body; half of a short one is likely there by 700.</summary>
    [Range(0.0, long.MaxValue)]
    public long StallAt { get; init; } = 700;

    /// <summary>How slowly the body comes.</summary>
    [Range(1, int.MaxValue)]
    public int? BytesPerSecond { get; init; }

    internal bool ReplacesResponse => Status is not null || Reset;

    /// <summary>Finds values that contradict each other, so that the rule could never do what it says.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Method is not null && !Methods.Contains(Method, StringComparer.OrdinalIgnoreCase))
            yield return Fault($"Method is one of {string.Join(", ", Methods)}, not {Method}.");
        if (Id == Guid.Empty)
            yield return Fault("Id is the id of a request, not all zeros.");
        if (Id is not null && Path.Equals("list", StringComparison.OrdinalIgnoreCase))
            yield return Fault("Id never fits the path list, which has none: use the path item.");
        if (!IsPattern(Path))
            yield return Fault($"Path is list, item, any or a regular expression, not {Path}.");
        if (Nth is { From: < 1 })
            yield return Fault($"Nth counts from 1, not from {Nth.Value.From}.");
        if (Latency.From < 0 || Latency.To > MaxMilliseconds)
            yield return Fault($"Latency is a number or a range from 0 to {MaxMilliseconds} milliseconds, not {Latency}.");
        if (Effect is not null && Method is { } method && !method.Equals("PUT", StringComparison.OrdinalIgnoreCase) && !method.Equals("POST", StringComparison.OrdinalIgnoreCase))
            yield return Fault($"Effect is about PUT and POST, not about {method}.");

        if (Reset && (Status is not null || ChangesBody))
            yield return Fault("Reset leaves nothing to send: it excludes Status and all that is about the response.");
        if (Status is null && (Body != FaultBody.Error || RetryAfter is not null || Location is not null))
            yield return Fault("Body, RetryAfter and Location need a Status.");
        if (RetryAfter?.StartsWith("date:", StringComparison.OrdinalIgnoreCase) == true
            && !(double.TryParse(RetryAfter.AsSpan(5), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < int.MaxValue))
        {
            yield return Fault($"RetryAfter has a number of seconds after date:, not {RetryAfter[5..]}.");
        }
        foreach (var (name, value) in new[] { (nameof(RetryAfter), RetryAfter), (nameof(Location), Location), (nameof(ContentType), ContentType) })
        {
            if (value?.Any(character => character is < ' ' or > '~') == true)
                yield return Fault($"{name} is a header and has printable ASCII characters only.");
        }
        if (InsideElement && CutElements is null)
            yield return Fault("InsideElement needs CutElements.");
        if (Close == FaultClose.Reset && !IsTruncated)
            yield return Fault("Close needs a response that ends early: CutBytes, CutElements or the framing chunkedBroken.");
    }

    private bool IsCut => CutBytes is not null || CutElements is not null;

    private bool IsTruncated => Framing == FaultFraming.ChunkedBroken || (IsCut && Framing is null or FaultFraming.Length);

    private bool ChangesBody => Content != FaultContent.Own || ContentType is not null || Encoding != FaultEncoding.None || IsCut
        || Framing is not null || Stall != 0 || BytesPerSecond is not null;

    private static bool IsPattern(string path)
    {
        try
        {
            _ = new Regex(path);
            return true;
        }
        catch (RegexParseException)
        {
            return false;
        }
    }

    private static ValidationResult Fault(string message) => new(message);
}
