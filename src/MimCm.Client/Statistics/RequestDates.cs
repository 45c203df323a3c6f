namespace MimCm.Statistics;

/// <summary>The dates of a request, for statistics.</summary>
internal static class RequestDates
{
    /// <summary>Returns the date of submission in UTC; null if the server sent none.</summary>
    public static DateTime? SubmittedUtc(Request request) => Utc(request.Submitted);

    /// <summary>Returns the time from submission to completion of a completed request; null for other requests and if a date is missing. It is
    /// calculated in UTC, so that daylight saving time has no effect. It is negative if the server's date of completion is earlier than its date of
    /// submission.</summary>
    public static TimeSpan? TimeToComplete(Request request) =>
        request.Status == RequestStatus.Completed && Utc(request.Submitted) is { } submitted && Utc(request.Completed) is { } completed
            ? completed - submitted
            : null;

    /// <summary>Returns the age for a date of submission; never negative.</summary>
    public static Duration Age(DateTime submittedUtc, DateTime utcNow) => utcNow > submittedUtc ? utcNow - submittedUtc : TimeSpan.Zero;

    private static DateTime? Utc(DateTime? date) => date is { } known && known != default ? known.ToUniversalTime() : null;
}
