namespace MimCm.Statistics;

/// <summary>The dates of a request as the statistics use them.</summary>
internal static class RequestDates
{
    /// <summary>When the request was submitted, in UTC; null where the server gave no date.</summary>
    public static DateTime? SubmittedUtc(Request request) => Utc(request.Submitted);

    /// <summary>The time from submission to completion of a completed request; null for any other, and without both dates. Taken between
    /// the dates in UTC, so that a change to daylight saving time in between does not count. It is negative where the server's dates are
    /// the wrong way round.</summary>
    public static TimeSpan? TimeToComplete(Request request) =>
        request.Status == RequestStatus.Completed && Utc(request.Submitted) is { } submitted && Utc(request.Completed) is { } completed
            ? completed - submitted
            : null;

    /// <summary>The age of something that was submitted at that time; never negative.</summary>
    public static Duration Age(DateTime submittedUtc, DateTime utcNow) => utcNow > submittedUtc ? utcNow - submittedUtc : TimeSpan.Zero;

    private static DateTime? Utc(DateTime? date) => date is { } known && known != default ? known.ToUniversalTime() : null;
}
