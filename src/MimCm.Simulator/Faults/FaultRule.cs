using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MimCm.Simulator;

/// <summary> Specifies which calls fail, and how. The first rule that matches a call is applied. Without Status and Reset the API responds, and the
/// other properties change its response.
/// </summary>
public sealed record FaultRule : IValidatableObject
{
    /// <summary>The maximum delay that a rule can specify: one day, in milliseconds.</summary>
    private const int MaxMilliseconds = 86_400_000;

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"];

    /// <summary>The name of the rule in the call log. The default is "fault" and the position of the rule.</summary>
    public string? Name { get; init; }

    /// <summary>The method of the calls: GET, PUT or POST; null for any method.</summary>
    public string? Method { get; init; }

    /// <summary>The path of the calls: "list" (requests), "item" (requests/{id}), "any", or a regular expression that is matched with the path and
    /// query as sent.</summary>
    public string Path { get; init; } = "any";

    public Guid? Id { get; init; }

    /// <summary>The numbers of the matching calls to apply the rule to, starting at 1.</summary>
    public IntRange? Nth { get; init; }

    /// <summary>The maximum number of times that the rule is applied.</summary>
    [Range(1, int.MaxValue)]
    public int? Times { get; init; }

    /// <summary>The probability that the rule is applied to a matching call.</summary>
    [Range(0.0, 1.0)]
    public double Probability { get; init; } = 1;

    /// <summary>The same seed gives the same sequence of random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The delay before the response, in milliseconds. For a range, the delay is random.</summary>
    public IntRange Latency { get; init; }

    /// <summary>The status code that is sent instead of the response of the API.</summary>
    [Range(200, 599)]
    public int? Status { get; init; }

    public FaultBody Body { get; init; }

    /// <summary>The Retry-After header of the response: seconds, "date:5" for the HTTP date in 5 s, or any text.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The Location header of the response, for a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>Whether to reset the connection instead of sending a response.</summary>
    public bool Reset { get; init; }

    /// <summary> Whether the change of a PUT or POST takes effect. If null, it takes effect unless Status or Reset is specified. With No and neither
    /// of these two, the response is that of a successful change, but nothing is changed.
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

    /// <summary>The number of bytes of the body to send.</summary>
    [Range(0.0, long.MaxValue)]
    public long? CutBytes { get; init; }

    /// <summary>The number of list elements to send.</summary>
    [Range(0, int.MaxValue)]
    public int? CutElements { get; init; }

    /// <summary>Whether half of the next element is also sent, with CutElements.</summary>
    public bool InsideElement { get; init; }

    public FaultFraming? Framing { get; init; }

    public FaultClose Close { get; init; }

    /// <summary>The length of a pause in the middle of the body, in milliseconds; -1 to wait until the client closes the connection.</summary>
    [Range(-1, MaxMilliseconds)]
    public int Stall { get; init; }

    /// <summary>The number of bytes before the pause. One request has about 1,400.</summary>
    [Range(0.0, long.MaxValue)]
    public long StallAt { get; init; } = 700;

    /// <summary>The rate at which the body is sent, in bytes per second.</summary>
    [Range(1, int.MaxValue)]
    public int? BytesPerSecond { get; init; }

    internal bool ReplacesResponse => Status is not null || Reset;

    /// <summary>Finds contradictory values, with which the rule could never be applied as specified.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Method is not null && !Methods.Contains(Method, StringComparer.OrdinalIgnoreCase))
            yield return Fault($"Method must be one of {string.Join(", ", Methods)}, not {Method}.");
        if (Id == Guid.Empty)
            yield return Fault("Id must be the id of a request; it must not be all zeros.");
        if (Id is not null && Path.Equals("list", StringComparison.OrdinalIgnoreCase))
            yield return Fault("A list has no Id. Use the path item.");
        if (!IsPattern(Path))
            yield return Fault($"Path must be list, item, any or a regular expression, not {Path}.");
        if (Nth is { From: < 1 })
            yield return Fault($"Nth must be 1 or more, not {Nth.Value.From}.");
        if (Latency.From < 0 || Latency.To > MaxMilliseconds)
            yield return Fault($"Latency must be a number or a range from 0 to {MaxMilliseconds} milliseconds, not {Latency}.");
        if (Effect is not null && Method is { } method && method.ToUpperInvariant() is not ("PUT" or "POST"))
            yield return Fault($"Effect applies to PUT and POST only, not to {method}.");

        if (Reset && (Status is not null || ChangesBody))
            yield return Fault("Reset closes the connection without a response. Remove Status and the other settings of the response.");
        if (Status is null && (Body != FaultBody.Error || RetryAfter is not null || Location is not null))
            yield return Fault("Body, RetryAfter and Location need a Status.");
        if (RetryAfter?.StartsWith("date:", StringComparison.OrdinalIgnoreCase) == true
            && !(double.TryParse(RetryAfter.AsSpan(5), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < int.MaxValue))
        {
            yield return Fault($"RetryAfter needs a number of seconds after date:, not {RetryAfter[5..]}.");
        }
        foreach (var (name, value) in new[] { (nameof(RetryAfter), RetryAfter), (nameof(Location), Location), (nameof(ContentType), ContentType) })
        {
            if (value?.Any(character => character is < ' ' or > '~') == true)
                yield return Fault($"{name} is sent as a header and must have printable ASCII characters only.");
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
