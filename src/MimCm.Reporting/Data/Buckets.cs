namespace MimCm.Reporting.Data;

/// <summary>Ranges of time, each up to a limit that is not part of it; the last has no limit.</summary>
internal sealed class Buckets(params (TimeSpan Limit, string Name)[] buckets)
{
    /// <summary>How old an open request is.</summary>
    public static readonly Buckets Ages = new(
        (TimeSpan.FromDays(1), "under 1 day"), (TimeSpan.FromDays(7), "1 to 7 days"), (TimeSpan.FromDays(30), "7 to 30 days"),
        (TimeSpan.FromDays(90), "30 to 90 days"), (TimeSpan.FromDays(365), "90 to 365 days"), (TimeSpan.MaxValue, "365 days or more"));

    /// <summary>How long a request took to complete.</summary>
    public static readonly Buckets TimesToComplete = new(
        (TimeSpan.FromMinutes(1), "under 1 min"), (TimeSpan.FromMinutes(5), "1 to 5 min"), (TimeSpan.FromHours(1), "5 to 60 min"),
        (TimeSpan.FromHours(8), "1 to 8 h"), (TimeSpan.FromDays(1), "8 to 24 h"), (TimeSpan.FromDays(3), "1 to 3 days"),
        (TimeSpan.FromDays(7), "3 to 7 days"), (TimeSpan.FromDays(30), "7 to 30 days"), (TimeSpan.MaxValue, "30 days or more"));

    public IReadOnlyList<string> Names { get; } = [.. buckets.Select(bucket => bucket.Name)];

    /// <summary>The index of the range that a time belongs to.</summary>
    public int IndexOf(TimeSpan time)
    {
        var index = 0;
        while (index < buckets.Length - 1 && time >= buckets[index].Limit)
            index++;
        return index;
    }
}
