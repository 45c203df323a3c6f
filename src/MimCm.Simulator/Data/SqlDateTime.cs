namespace MimCm.Simulator.Data;

internal static class SqlDateTime
{
    /// <summary>The latest date of generated requests. It is fixed, so that a seed generates the same dates on any day.</summary>
    public static readonly DateTime SeededNow = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Rounds to the resolution of SQL Server's datetime, 1/300 s. In milliseconds, dates end in 0, 3 or 7.</summary>
    public static DateTime Round(DateTime time)
    {
        var thirds = (time.Ticks % TimeSpan.TicksPerSecond * 300 + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond;
        var wholeSecond = time.Ticks - time.Ticks % TimeSpan.TicksPerSecond;
        var milliseconds = (thirds * 10 + 1) / 3;
        return new DateTime(wholeSecond + milliseconds * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
    }

    public static DateTime Now => Round(DateTime.UtcNow);
}
