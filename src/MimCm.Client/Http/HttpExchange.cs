using System.Globalization;

namespace MimCm;

/// <summary>One exchange with the server, as it is reported to an observer. It contains no header, body or secret.</summary>
public sealed class HttpExchange
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The HTTP status code; null where no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The time to the answer's headers.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why no answer came; null where one did.</summary>
    public string? Failure { get; init; }

    /// <summary>How long it will be until the call is made again; null where it will not be.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>One line: method, path, status code or failure, milliseconds.</summary>
    public override string ToString() => RetryIn is { } wait
        ? Strings.ExchangeRetry.With(Method, PathAndQuery, Failure, wait.TotalMilliseconds)
        : Strings.Exchange.With(Method, PathAndQuery, StatusCode?.ToString(CultureInfo.InvariantCulture) ?? Failure, Elapsed.TotalMilliseconds);
}
