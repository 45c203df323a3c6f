namespace MimCm.Statistics;

/// <summary>Counts the requests of one group.</summary>
internal sealed class GroupCounter(int index, GroupKey key)
{
    private long _count;
    private long _completed;
    private long _open;
    private long _failed;
    private long _denied;
    private long _canceled;
    private DateTime? _oldestOpen;

    /// <summary>The index of the group in the order of appearance.</summary>
    public int Index => index;

    public GroupKey Key => key;

    public void Add(Request request)
    {
        _count++;
        switch (request.Status)
        {
            case RequestStatus.Completed:
                _completed++;
                break;
            case RequestStatus.Failed:
                _failed++;
                break;
            case RequestStatus.Denied:
                _denied++;
                break;
            case RequestStatus.Canceled:
                _canceled++;
                break;
            case var status when status.IsOpen():
                _open++;
                if (RequestDates.SubmittedUtc(request) is { } submitted && !(submitted >= _oldestOpen))
                    _oldestOpen = submitted;
                break;
        }
    }

    public RequestStatistic ToStatistic(DateTime utcNow, Duration? median, Duration? percentile90) => new()
    {
        Count = _count,
        Completed = _completed,
        Open = _open,
        Failed = _failed,
        Denied = _denied,
        Canceled = _canceled,
        OldestOpen = _oldestOpen is { } oldest ? RequestDates.Age(oldest, utcNow) : null,
        MedianTimeToComplete = median,
        P90TimeToComplete = percentile90,
    };
}
