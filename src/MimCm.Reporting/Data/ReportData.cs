namespace MimCm.Reporting.Data;

/// <summary>The numbers that a report shows.</summary>
internal sealed record ReportData
{
    /// <summary>The statistics of all requests; null if there are no requests.</summary>
    public required RequestStatistic? Total { get; init; }

    public required IReadOnlyList<KeyValuePair<RequestGroup, RequestStatistic>> ByType { get; init; }

    public required IReadOnlyList<KeyValuePair<RequestGroup, RequestStatistic>> ByTemplate { get; init; }

    public required IReadOnlyList<KeyValuePair<RequestGroup, RequestStatistic>> ByMonthAndType { get; init; }

    /// <summary>The oldest open requests with the time of submission in UTC, oldest first.</summary>
    public required IReadOnlyList<(DateTime SubmittedUtc, Request Request)> Oldest { get; init; }

    /// <summary>The open requests of each status by age, in the order of <see cref="Buckets.Ages"/>; the last number counts those without a
    /// date of submission.</summary>
    public required IReadOnlyDictionary<RequestStatus, long[]> OpenByAge { get; init; }

    /// <summary>The completed requests by time to complete, in the order of <see cref="Buckets.TimesToComplete"/>.</summary>
    public required IReadOnlyList<long> TimesToComplete { get; init; }
}
