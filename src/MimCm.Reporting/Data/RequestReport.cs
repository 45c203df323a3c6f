using MimCm.Reporting.Page;
using MimCm.Statistics;

namespace MimCm.Reporting.Data;

/// <summary>Collects the data of a report in one pass over the requests. The memory depends on the number of profile templates, types and months, not
/// on the number of requests.</summary>
internal sealed class RequestReport : IDisposable
{
    /// <summary>The number of requests in the table of the oldest requests.</summary>
    public const int OldestCount = 50;

    private readonly RequestAggregator _total = new();
    private readonly RequestAggregator _byType = new(RequestGroupKey.Type);
    private readonly RequestAggregator _byTemplate = new(RequestGroupKey.ProfileTemplate);
    private readonly RequestAggregator _byMonth = new([RequestGroupKey.Month, RequestGroupKey.Type], capacity: 0);
    private readonly OldestRequests _oldest = new(OldestCount);
    private readonly Dictionary<RequestStatus, long[]> _openByAge = [];
    private readonly long[] _timesToComplete = new long[Buckets.TimesToComplete.Names.Count];
    private readonly DateTime _utcNow;

    /// <param name="created">The time at which the report is created. Ages are calculated for this time.</param>
    public RequestReport(DateTimeOffset created) => _utcNow = created.UtcDateTime;

    /// <summary>The number of requests added so far.</summary>
    public long Count => _total.Count;

    /// <summary>The users on the page: those of the oldest open requests.</summary>
    public IReadOnlyCollection<Guid> ShownUsers =>
        [.. _oldest.All.SelectMany(each => new[] { each.Request.TargetUserUuid, each.Request.OriginatorUserUuid }).Distinct()];

    public void Add(Request request)
    {
        _total.Add(request);
        _byType.Add(request);
        _byTemplate.Add(request);
        _byMonth.Add(request);
        if (request.IsOpen)
        {
            _oldest.Add(request);
            CountAge(request);
        }

        if (RequestDates.TimeToComplete(request) is { } time)
            _timesToComplete[Buckets.TimesToComplete.IndexOf(time)]++;
    }

    /// <summary>Writes the page. Call this method once, after the last request was added.</summary>
    public void Write(TextWriter writer, ReportContext context) =>
        ReportPage.Write(writer, context, new ReportData
        {
            Total = _total.GetStatistics(_utcNow).Select(pair => pair.Value).SingleOrDefault(),
            ByType = _byType.GetStatistics(_utcNow),
            ByTemplate = _byTemplate.GetStatistics(_utcNow),
            ByMonthAndType = _byMonth.GetStatistics(_utcNow),
            Oldest = [.. _oldest.All],
            OpenByAge = _openByAge,
            TimesToComplete = _timesToComplete,
        });

    public void Dispose()
    {
        _total.Dispose();
        _byType.Dispose();
        _byTemplate.Dispose();
        _byMonth.Dispose();
    }

    private void CountAge(Request request)
    {
        if (!_openByAge.TryGetValue(request.Status, out var counts))
            _openByAge.Add(request.Status, counts = new long[Buckets.Ages.Names.Count + 1]);

        // The last element counts the requests whose date of submission is unknown.
        var index = RequestDates.SubmittedUtc(request) is { } submitted
            ? Buckets.Ages.IndexOf(RequestDates.Age(submitted, _utcNow).ToTimeSpan())
            : counts.Length - 1;
        counts[index]++;
    }
}
