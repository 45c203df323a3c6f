namespace MimCm.Reporting.Data;

/// <summary>Ranges of time. Each range ends before its limit, and the last has no limit.</summary>
internal sealed class Buckets(params (TimeSpan Limit, string Name)[] buckets)
{
    /// <summary>The age of an open request.</summary>
    public static readonly Buckets Ages = new(
        (TimeSpan.FromDays(1), "under 1 day"), (TimeSpan.FromDays(7), "1 to 7 days"), (TimeSpan.FromDays(30), "7 to 30 days"),
        (TimeSpan.FromDays(90), "30 to 90 days"), (TimeSpan.FromDays(365), "90 to 365 days"), (TimeSpan.MaxValue, "365 days or more"));

    /// <summary>The time to complete of a request.</summary>
    public static readonly Buckets TimesToComplete = new(
        (TimeSpan.FromMinutes(1), "under 1 min"), (TimeSpan.FromMinutes(5), "1 to 5 min"), (TimeSpan.FromHours(1), "5 to 60 min"),
        (TimeSpan.FromHours(8), "1 to 8 h"), (TimeSpan.FromDays(1), "8 to 24 h"), (TimeSpan.FromDays(3), "1 to 3 days"),
        (TimeSpan.FromDays(7), "3 to 7 days"), (TimeSpan.FromDays(30), "7 to 30 days"), (TimeSpan.MaxValue, "30 days or more"));

    public IReadOnlyList<string> Names { get; } = [.. buckets.Select(bucket => bucket.Name)];

    /// <summary>Returns the index of the range that contains a time.</summary>
    public int IndexOf(TimeSpan time)
    {
        var index = 0;
        while (index < buckets.Length - 1 && time >= buckets[index].Limit)
            index++;
        return index;
    }
}
