using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MimCm.Simulator;

/// <summary>
/// Which calls fail, and how. Of several rules the first that matches a call is applied. Without Status and Reset the API responds, and
/// the other properties change its response.
/// </summary>
public sealed record FaultRule : IValidatableObject
{
    /// <summary>One day: the longest time that a rule can make a client wait.</summary>
    private const int MaxMilliseconds = 86_400_000;

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"];

    /// <summary>The name in the call log; by default "fault" and the position of the rule.</summary>
    public string? Name { get; init; }

    /// <summary>GET, PUT or POST; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>"list" (requests), "item" (requests/{id}), "any", or a regular expression on path and query as they were sent.</summary>
    public string Path { get; init; } = "any";

    public Guid? Id { get; init; }

    /// <summary>Which of the matching calls, counted from 1.</summary>
    public IntRange? Nth { get; init; }

    /// <summary>How often the rule is applied at most.</summary>
    [Range(1, int.MaxValue)]
    public int? Times { get; init; }

    /// <summary>The probability that the rule is applied to a matching call.</summary>
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 1;

    /// <summary>The same seed gives the same sequence of random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Milliseconds before the response; from a range, a random number.</summary>
    public IntRange Latency { get; init; }

    /// <summary>The status code to respond with instead of the API's.</summary>
    [Range(200, 599)]
    public int? Status { get; init; }

    public FaultBody Body { get; init; }

    /// <summary>The Retry-After of the response: seconds, "date:5" for the HTTP date in 5 s, or any text.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The Location of the response, for a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>Whether the connection is reset instead of a response.</summary>
    public bool Reset { get; init; }

    /// <summary>
    /// Whether the change of a PUT or POST takes effect. Null: not with Status or Reset, otherwise it does. No without these two gives the
    /// response of a change that did not happen.
    /// </summary>
    public FaultEffect? Effect { get; init; }

    [Range(0, MaxMilliseconds)]
    public int LateMs { get; init; } = 500;

    public FaultContent Content { get; init; }

    /// <summary>The size of <see cref="FaultContent.HugeElement"/> or the depth of <see cref="FaultContent.Deep"/>.</summary>
    [Range(0, int.MaxValue)]
    public int Size { get; init; } = 100_000;

    public string? ContentType { get; init; }

    public FaultEncoding Encoding { get; init; }

    /// <summary>How many bytes of the body are sent.</summary>
    [Range(0.0, long.MaxValue)]
    public long? CutBytes { get; init; }

    /// <summary>How many elements of a list are sent.</summary>
    [Range(0, int.MaxValue)]
    public int? CutElements { get; init; }

    /// <summary>Whether half of the next element is sent too, with CutElements.</summary>
    public bool InsideElement { get; init; }

    public FaultFraming? Framing { get; init; }

    public FaultClose Close { get; init; }

    /// <summary>Milliseconds of silence in the middle of the body; -1 until the client leaves.</summary>
    [Range(-1, MaxMilliseconds)]
    public int Stall { get; init; }

    /// <summary>The number of bytes before the silence. One request has about 1,400.</summary>
    [Range(0.0, long.MaxValue)]
    public long StallAt { get; init; } = 700;

    /// <summary>The rate at which the body is sent.</summary>
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
        if (Effect is not null && Method is { } method && method.ToUpperInvariant() is not ("PUT" or "POST"))
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
