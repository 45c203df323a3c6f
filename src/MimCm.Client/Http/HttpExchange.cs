using System.Globalization;

namespace MimCm;

/// <summary>One exchange with the server, as reported to an observer. It contains no headers, no body and no secrets.</summary>
public sealed class HttpExchange
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The HTTP status code; null if no response arrived.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The time until the headers of the response arrived.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The error if no response arrived; otherwise null.</summary>
    public string? Failure { get; init; }

    /// <summary>The delay before the call is retried; null if it is not retried.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>Returns one line: the method, the path, the status code or error, and the milliseconds.</summary>
    public override string ToString() => RetryIn is { } wait
        ? Strings.ExchangeRetry.With(Method, PathAndQuery, Failure, wait.TotalMilliseconds)
        : Strings.Exchange.With(Method, PathAndQuery, StatusCode?.ToString(CultureInfo.InvariantCulture) ?? Failure, Elapsed.TotalMilliseconds);
}
