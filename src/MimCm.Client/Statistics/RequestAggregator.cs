using MimCm.Statistics;

namespace MimCm;

/// <summary>Counts requests by groups in one pass, with exact results. The memory depends on the number of groups, not on the number of requests:
/// above one million completed requests, the times to complete are written to a temporary file. Not thread-safe.</summary>
public sealed class RequestAggregator : IDisposable
{
    private readonly RequestGroupKey[] _keys;
    private readonly RequestGroupKey? _period;
    private readonly bool _byTemplate;
    private readonly bool _byType;
    private readonly bool _byStatus;
    private readonly bool _byTargetUser;
    private readonly bool _byOriginator;
    private readonly NumberedIds _ids = new();
    private readonly Dictionary<GroupKey, GroupCounter> _groups = [];
    private readonly DurationStore? _durations;

    /// <summary>Creates an aggregator.</summary>
    /// <param name="keys">The properties to group by, in the order in which the groups are sorted. Without keys, all requests are one group.</param>
    /// <exception cref="ArgumentException">More than one of Month, Week and Day was specified.</exception>
    public RequestAggregator(params RequestGroupKey[] keys)
        : this(keys, DurationStore.DefaultCapacity)
    {
    }

    /// <param name="keys">The properties to group by.</param>
    /// <param name="capacity">The number of times to complete to hold in memory; 0 for no medians and percentiles.</param>
    internal RequestAggregator(RequestGroupKey[] keys, int capacity)
    {
        if (keys is null)
            throw new ArgumentNullException(nameof(keys));

        _keys = [.. keys.Distinct()];
        var periods = _keys.Where(IsPeriod).ToArray();
        if (periods.Length > 1)
            throw new ArgumentException(Strings.SeveralPeriods, nameof(keys));

        _period = periods.Length == 1 ? periods[0] : null;
        _byTemplate = _keys.Contains(RequestGroupKey.ProfileTemplate);
        _byType = _keys.Contains(RequestGroupKey.Type);
        _byStatus = _keys.Contains(RequestGroupKey.Status);
        _byTargetUser = _keys.Contains(RequestGroupKey.TargetUser);
        _byOriginator = _keys.Contains(RequestGroupKey.Originator);
        _durations = capacity > 0 ? new DurationStore(capacity) : null;
    }

    /// <summary>The number of requests added so far.</summary>
    public long Count { get; private set; }

    /// <summary>Counts a request.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(Request request)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        var key = new GroupKey(
            _byTemplate ? _ids.NumberOf(request.ProfileTemplateUuid) : 0,
            _byType ? (int)request.RequestType : 0,
            _byStatus ? (int)request.Status : 0,
            _byTargetUser ? _ids.NumberOf(request.TargetUserUuid) : 0,
            _byOriginator ? _ids.NumberOf(request.OriginatorUserUuid) : 0,
            _period is { } period ? Period.Of(period, request.Submitted) : 0);
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new GroupCounter(_groups.Count, key));

        Count++;
        group.Add(request);
        if (_durations is not null && RequestDates.TimeToComplete(request) is { } time)
            _durations.Add(group.Index, time);
    }

    /// <summary>Returns the statistics of each group, sorted by the first key, then by the second, and so on. Requests without a date of submission
    /// are first. Call this method once, after the last request was added.</summary>
    /// <param name="utcNow">The time to calculate ages for, in UTC.</param>
    /// <exception cref="IOException">The temporary file cannot be read or written.</exception>
    public IReadOnlyList<KeyValuePair<RequestGroup, RequestStatistic>> GetStatistics(DateTime utcNow)
    {
        var percentiles = _durations?.GetPercentiles(_groups.Count) ?? new (Duration? Median, Duration? Percentile90)[_groups.Count];
        return
        [
            .. _groups.Values
                .Select(group => new KeyValuePair<RequestGroup, RequestStatistic>(
                    ToGroup(group.Key), group.ToStatistic(utcNow, percentiles[group.Index].Median, percentiles[group.Index].Percentile90)))
                .OrderBy(pair => pair.Key, new RequestGroupComparer(_keys)),
        ];
    }

    /// <summary>Deletes the temporary file, if there is one.</summary>
    public void Dispose() => _durations?.Dispose();

    private static bool IsPeriod(RequestGroupKey key) => key is RequestGroupKey.Month or RequestGroupKey.Week or RequestGroupKey.Day;

    private RequestGroup ToGroup(GroupKey key) => new()
    {
        ProfileTemplateUuid = _byTemplate ? _ids[key.ProfileTemplate] : null,
        Type = _byType ? (RequestType)key.Type : null,
        Status = _byStatus ? (RequestStatus)key.Status : null,
        TargetUserUuid = _byTargetUser ? _ids[key.TargetUser] : null,
        OriginatorUserUuid = _byOriginator ? _ids[key.Originator] : null,
        Period = _period is { } period ? Period.Name(period, key.Period) : null,
    };
}
