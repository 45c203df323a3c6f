using System.Globalization;

namespace MimCm.Client.Tests;

/// <summary>The statistics of requests, compared with what LINQ computes from the whole list.</summary>
public sealed class RequestAggregatorTests
{
    private static readonly DateTime Now = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<int, int, RequestGroupKey[]> Lists()
    {
        RequestGroupKey[][] groupings =
        [
            [],
            [RequestGroupKey.ProfileTemplate, RequestGroupKey.Type, RequestGroupKey.Month],
            [RequestGroupKey.Status],
            [RequestGroupKey.TargetUser, RequestGroupKey.Originator],
            [RequestGroupKey.Week],
            [RequestGroupKey.Day, RequestGroupKey.Type],
        ];
        var data = new TheoryData<int, int, RequestGroupKey[]>();
        for (var i = 0; i < groupings.Length; i++)
        {
            foreach (var count in new[] { 0, 1, 2, 9, 10, 11, 3000 })
                data.Add(count, 100 * i + count, groupings[i]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void NumbersAreThoseOfTheWholeList(int count, int seed, RequestGroupKey[] keys)
    {
        var requests = RequestBuilder.CreateRandom(count, seed);

        AssertSame(Expected(requests, keys), Aggregate(requests, keys));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(1500)]
    public void ValuesInATemporaryFileGiveTheSameNumbers(int capacity)
    {
        var requests = RequestBuilder.CreateRandom(Math.Min(4000, 100 * capacity), capacity);
        RequestGroupKey[] keys = [RequestGroupKey.Type, RequestGroupKey.ProfileTemplate];
        var filesBefore = TemporaryFiles();

        AssertSame(Expected(requests, keys), Aggregate(requests, keys, capacity));
        Assert.Empty(TemporaryFiles().Except(filesBefore));
    }

    [Fact]
    public void MedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() =>
        Assert.Equal(TimeSpan.FromMinutes(25), Of(10, 20, 30, 40).MedianTimeToComplete);

    [Fact]
    public void The90thPercentileIsAValueOfTheList()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), Of(1).P90TimeToComplete);
        Assert.Equal(TimeSpan.FromMinutes(9), Of([.. Enumerable.Range(1, 10)]).P90TimeToComplete);
        Assert.Equal(TimeSpan.FromMinutes(10), Of([.. Enumerable.Range(1, 11)]).P90TimeToComplete);
    }

    [Fact]
    public void NoRequestsGiveNoGroup() => Assert.Empty(Aggregate([], [RequestGroupKey.Type]));

    [Fact]
    public void UnknownStatusIsCountedAndNeitherOpenNorFinal()
    {
        var statistic = Aggregate([RequestBuilder.Create((RequestStatus)77, submittedUtc: Now)], []).Single().Value;

        Assert.Equal(1, statistic.Count);
        Assert.Equal(0, statistic.Completed + statistic.Open + statistic.Failed + statistic.Denied + statistic.Canceled);
        Assert.Null(statistic.OldestOpen);
    }

    [Fact]
    public void RequestWithoutADateHasNoPeriodAndNoAge()
    {
        var (group, statistic) = Pair(Aggregate([RequestBuilder.Create()], [RequestGroupKey.Month]).Single());

        Assert.Null(group.Period);
        Assert.Equal(1, statistic.Open);
        Assert.Null(statistic.OldestOpen);
    }

    [Fact]
    public void RequestFromTheFutureIsNotOlderThanNow() =>
        Assert.Equal(TimeSpan.Zero, Aggregate([RequestBuilder.Create(submittedUtc: Now.AddDays(1))], []).Single().Value.OldestOpen);

    [Theory]
    [InlineData("2026-11-25", "2026-11", "2026-W48")]
    [InlineData("2027-01-03", "2027-01", "2026-W53")]
    [InlineData("2024-12-30", "2024-12", "2025-W01")]
    [InlineData("0001-01-03", "0001-01", "0001-W01")]
    [InlineData("9999-12-30", "9999-12", "9999-W52")]
    [InlineData("0999-02-03", "0999-02", "0999-W05")]
    public void PeriodsUseTheGregorianCalendarInEveryCulture(string day, string month, string week)
    {
        var request = RequestBuilder.Create(submittedUtc: DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeLocal).ToUniversalTime());
        var before = CultureInfo.CurrentCulture;
        foreach (var culture in new[] { "en-US", "fa-IR", "ar-SA", "tr-TR", "th-TH" })
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            try
            {
                Assert.Equal(month, Aggregate([request], [RequestGroupKey.Month]).Single().Key.Period);
                Assert.Equal(week, Aggregate([request], [RequestGroupKey.Week]).Single().Key.Period);
                Assert.Equal(day, Aggregate([request], [RequestGroupKey.Day]).Single().Key.Period);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    [Fact]
    public void GroupsAreSortedByTheirKeysInTheOrderOfTheKeys()
    {
        var statistics = Aggregate(RequestBuilder.CreateRandom(500, 3), [RequestGroupKey.Month, RequestGroupKey.Type]);

        Assert.Equal(
            statistics.OrderBy(pair => pair.Key.Period, StringComparer.Ordinal).ThenBy(pair => pair.Key.Type.ToString(),
                StringComparer.Ordinal).Select(pair => pair.Key),
            statistics.Select(pair => pair.Key));
    }

    [Fact]
    public void OnlyOnePeriodCanBeAKey() =>
        Assert.Throws<ArgumentException>(() => new RequestAggregator(RequestGroupKey.Month, RequestGroupKey.Day));

    private static RequestStatistic Of(params int[] minutes) =>
        Aggregate(Enumerable.Reverse(minutes).Select(each => RequestBuilder.Create(RequestStatus.Completed, submittedUtc: Now,
            completedUtc: Now.AddMinutes(each))), []).Single().Value;

    private static (RequestGroup, RequestStatistic) Pair(KeyValuePair<RequestGroup, RequestStatistic> pair) => (pair.Key, pair.Value);

    private static IReadOnlyList<KeyValuePair<RequestGroup,
        RequestStatistic>> Aggregate(IEnumerable<Request> requests, RequestGroupKey[] keys, int capacity = 1 << 20)
    {
        using var aggregator = new RequestAggregator(keys, capacity);
        foreach (var request in requests)
            aggregator.Add(request);
        return aggregator.GetStatistics(Now);
    }

    private static Dictionary<RequestGroup, string> Expected(IReadOnlyList<Request> requests, RequestGroupKey[] keys) =>
        requests.GroupBy(request => new RequestGroup
        {
            ProfileTemplateUuid = keys.Contains(RequestGroupKey.ProfileTemplate) ? request.ProfileTemplateUuid : null,
            Type = keys.Contains(RequestGroupKey.Type) ? request.RequestType : null,
            Status = keys.Contains(RequestGroupKey.Status) ? request.Status : null,
            TargetUserUuid = keys.Contains(RequestGroupKey.TargetUser) ? request.TargetUserUuid : null,
            OriginatorUserUuid = keys.Contains(RequestGroupKey.Originator) ? request.OriginatorUserUuid : null,
            Period = PeriodOf(request, keys),
        }).ToDictionary(group => group.Key, group => Numbers([.. group]));

    private static string? PeriodOf(Request request, RequestGroupKey[] keys)
    {
        if (Submitted(request) is not { } date)
            return null;
        if (keys.Contains(RequestGroupKey.Month))
            return date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (keys.Contains(RequestGroupKey.Day))
            return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (!keys.Contains(RequestGroupKey.Week))
            return null;

        var thursday = date.Date;
        while (thursday.DayOfWeek != DayOfWeek.Monday)
            thursday = thursday.AddDays(-1);
        thursday = thursday.AddDays(3);
        var week = CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(thursday, CalendarWeekRule.FirstFourDayWeek, DayOfWeek.Monday);
        return $"{thursday.Year:0000}-W{week:00}";
    }

    private static string Numbers(IReadOnlyList<Request> group)
    {
        var times = group.Where(request => request.Status == RequestStatus.Completed && Submitted(request) is not null && request.Completed is not null)
            .Select(request => (request.Completed!.Value.ToUniversalTime() - Submitted(request)!.Value.ToUniversalTime()).Ticks)
            .OrderBy(ticks => ticks)
            .ToArray();
        var open = group.Where(request => request.IsOpen
            && Submitted(request) is not null).Select(request => Now - Submitted(request)!.Value.ToUniversalTime()).ToArray();
        long Number(RequestStatus status) => group.Count(request => request.Status == status);
        return Text(
            group.Count, Number(RequestStatus.Completed), Number(RequestStatus.Pending) + Number(RequestStatus.Approved) + Number(RequestStatus.Executing),
            Number(RequestStatus.Failed), Number(RequestStatus.Denied), Number(RequestStatus.Canceled),
            open.Length == 0 ? null : open.Max().Ticks,
            times.Length == 0 ? null : times[(times.Length - 1) / 2] + (times[times.Length / 2] - times[(times.Length - 1) / 2]) / 2,
            times.Length == 0 ? null : times[(int)Math.Ceiling(times.Length * 9 / 10m) - 1]);
    }

    private static string Text(long count, long completed, long open, long failed, long denied, long canceled, long? oldest, long? median,
        long? percentile90) =>
        $"{count} {completed} {open} {failed} {denied} {canceled} {oldest} {median} {percentile90}";

    private static DateTime? Submitted(Request request) => (DateTime?)request.Submitted is { } date && date != default ? date : null;

    private static void AssertSame(Dictionary<RequestGroup, string> expected, IReadOnlyList<KeyValuePair<RequestGroup, RequestStatistic>> actual) =>
        Assert.Equal(
            expected.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)),
            actual.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => (pair.Key, Text(
                pair.Value.Count, pair.Value.Completed, pair.Value.Open, pair.Value.Failed, pair.Value.Denied, pair.Value.Canceled,
                pair.Value.OldestOpen?.ToTimeSpan().Ticks, pair.Value.MedianTimeToComplete?.ToTimeSpan().Ticks,
                    pair.Value.P90TimeToComplete?.ToTimeSpan().Ticks))));

    private static string[] TemporaryFiles() => Directory.GetFiles(Path.GetTempPath(), "MimCm-*.tmp");
}
