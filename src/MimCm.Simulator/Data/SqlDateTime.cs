namespace MimCm.Simulator.Data;

internal static class SqlDateTime
{
    /// <summary>The seeded data's own present: fixed, so that the same seed gives the same dates on any day.</summary>
    public static readonly DateTime SeededNow = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>To the 1/300 s of SQL's datetime, shown to the millisecond: hence dates ending in 0, 3 and 7.</summary>
    public static DateTime Round(DateTime time)
    {
        var thirds = (time.Ticks % TimeSpan.TicksPerSecond * 300 + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond;
        var wholeSecond = time.Ticks - time.Ticks % TimeSpan.TicksPerSecond;
        var milliseconds = (thirds * 10 + 1) / 3;
        return new DateTime(wholeSecond + milliseconds * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
    }

    public static DateTime Now => Round(DateTime.UtcNow);
}
