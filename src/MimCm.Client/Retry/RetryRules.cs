namespace MimCm.Retry;

/// <summary>Which calls are made again, and when.</summary>
internal static class RetryRules
{
    /// <summary>A server that asks for more is not waited for.</summary>
    public static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(60);

    /// <summary>A GET, where the cause may pass: a server that is busy, or a connection that was lost.</summary>
    public static RetryPolicy ForReads(int maximum, TimeSpan interval, Action<HttpExchange>? observer) =>
        new("GET", maximum, interval, observer, failure => failure.IsTransient);

    /// <summary>A PUT, where the server itself says that it has not begun: 429 and 503.</summary>
    public static RetryPolicy ForChanges(int maximum, TimeSpan interval, Action<HttpExchange>? observer) =>
        new("PUT", maximum, interval, observer, failure => failure.Error == MimCmError.ServerBusy);

    /// <summary>The wait before a change whose answer was lost is sent again.</summary>
    public static TimeSpan Wait(TimeSpan interval, int attempt)
    {
        var seconds = interval.TotalSeconds * Math.Pow(2, Math.Min(attempt, 10));
        return TimeSpan.FromSeconds(Math.Min(seconds, MaxRetryDelay.TotalSeconds));
    }

    /// <summary>What those who watch are told when a call will be made again.</summary>
    public static HttpExchange Again(string method, MimCmException failure, TimeSpan wait) => new()
    {
        Method = method,
        PathAndQuery = failure.Uri?.PathAndQuery ?? "",
        StatusCode = failure.StatusCode,
        Failure = failure.Message,
        RetryIn = wait,
    };
}
