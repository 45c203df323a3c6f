namespace MimCm.Statistics;

/// <summary>Stores the times to complete of all groups, and calculates the exact median and 90th percentile of each group. The memory is bounded for
/// any number of requests. An exact median cannot be calculated in one pass with bounded memory, so values beyond <see cref="DefaultCapacity"/> (12
/// MB) are sorted, written to a temporary file, and merged at the end.</summary>
internal sealed class DurationStore : IDisposable
{
    public const int DefaultCapacity = 1 << 20;

    private const int FirstCapacity = 1 << 10;

    private readonly int _capacity;
    private readonly List<long> _totals = [];
    private readonly List<SortedRun> _runs = [];
    private int[] _groups;
    private long[] _ticks;
    private int _count;

    /// <param name="capacity">The number of values to hold in memory.</param>
    public DurationStore(int capacity = DefaultCapacity)
    {
        _capacity = capacity;
        _groups = new int[Math.Min(FirstCapacity, capacity)];
        _ticks = new long[_groups.Length];
    }

    public void Add(int group, TimeSpan value)
    {
        if (_count == _groups.Length)
            MakeRoom();

        _groups[_count] = group;
        _ticks[_count++] = value.Ticks;
        while (_totals.Count <= group)
            _totals.Add(0);
        _totals[group]++;
    }

    /// <summary>Returns the median and the 90th percentile of each group, by the group's number.</summary>
    /// <param name="groupCount">The number of groups.</param>
    /// <exception cref="IOException">The temporary file cannot be read or written.</exception>
    public (Duration? Median, Duration? Percentile90)[] GetPercentiles(int groupCount)
    {
        var result = new (Duration?, Duration?)[groupCount];
        if (_runs.Count == 0)
        {
            var starts = SortInMemory(out var sorted);
            for (var group = 0; group < _totals.Count; group++)
                result[group] = Percentiles(_totals[group], rank => sorted[starts[group] + rank]);
            return result;
        }

        Flush();
        foreach (var run in _runs)
            run.Rewind();
        for (var group = 0; group < _totals.Count; group++)
            result[group] = Merge(group);
        return result;
    }

    public void Dispose()
    {
        foreach (var run in _runs)
            run.Dispose();
        _runs.Clear();
    }

    private static (Duration? Median, Duration? Percentile90) Percentiles(long count, Func<long, long> atRank)
    {
        if (count == 0)
            return default;

        var (lower, upper, percentile90) = Ranks(count);
        return (Mean(atRank(lower), atRank(upper)), new TimeSpan(atRank(percentile90)));
    }

    /// <summary>Returns the zero-based positions of the two values whose mean is the median, and of the 90th percentile by the nearest-rank
    /// method.</summary>
    private static (long Lower, long Upper, long Percentile90) Ranks(long count) => ((count - 1) / 2, count / 2, (count * 9 + 9) / 10 - 1);

    private static Duration Mean(long lower, long upper) => new TimeSpan(lower + (upper - lower) / 2);

    /// <summary>Makes room for the next value: more memory up to the capacity, then a sorted run in a temporary file.</summary>
    private void MakeRoom()
    {
        if (_count == _capacity)
        {
            Flush();
            return;
        }

        var size = Math.Min(_capacity, _count * 2);
        Array.Resize(ref _groups, size);
        Array.Resize(ref _ticks, size);
    }

    private void Flush()
    {
        var starts = SortInMemory(out var sorted);
        _runs.Add(SortedRun.Write(sorted, starts));
        _count = 0;
    }

    /// <summary>Sorts the values in memory by group and then by value.</summary>
    /// <returns>The start index of each group, and the end index of the last group.</returns>
    private int[] SortInMemory(out long[] sorted)
    {
        var starts = new int[_totals.Count + 1];
        for (var i = 0; i < _count; i++)
            starts[_groups[i] + 1]++;
        for (var group = 0; group < _totals.Count; group++)
            starts[group + 1] += starts[group];

        sorted = new long[_count];
        var next = (int[])starts.Clone();
        for (var i = 0; i < _count; i++)
            sorted[next[_groups[i]]++] = _ticks[i];
        for (var group = 0; group < _totals.Count; group++)
            Array.Sort(sorted, starts[group], starts[group + 1] - starts[group]);
        return starts;
    }

    private (Duration? Median, Duration? Percentile90) Merge(int group)
    {
        if (_totals[group] == 0)
            return default;

        var (lower, upper, percentile90) = Ranks(_totals[group]);
        long lowerTicks = 0, upperTicks = 0, percentile90Ticks = 0;
        foreach (var run in _runs)
            run.OpenGroup(group);
        for (long rank = 0; rank < _totals[group]; rank++)
        {
            var ticks = TakeSmallest();
            if (rank == lower)
                lowerTicks = ticks;
            if (rank == upper)
                upperTicks = ticks;
            if (rank == percentile90)
                percentile90Ticks = ticks;
        }

        return (Mean(lowerTicks, upperTicks), new TimeSpan(percentile90Ticks));
    }

    private long TakeSmallest()
    {
        SortedRun? smallest = null;
        foreach (var run in _runs)
        {
            if (run.HasValue && (smallest is null || run.Current < smallest.Current))
                smallest = run;
        }

        var ticks = smallest!.Current;
        smallest.MoveNext();
        return ticks;
    }
}
