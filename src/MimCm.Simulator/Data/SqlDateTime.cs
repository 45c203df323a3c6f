namespace MimCm.Simulator.Data;

internal static class SqlDateTime
{
    /// <summary>The date that generated requests end at. It is fixed, so that a seed gives the same dates on any day.</summary>
    public static readonly DateTime SeededNow = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Rounds to the 1/300 s of SQL Server's datetime; shown in milliseconds, dates end in 0, 3 and 7.</summary>
    public static DateTime Round(DateTime time)
    {
        var thirds = (time.Ticks % TimeSpan.TicksPerSecond * 300 + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond;
        var wholeSecond = time.Ticks - time.Ticks % TimeSpan.TicksPerSecond;
        var milliseconds = (thirds * 10 + 1) / 3;
        return new DateTime(wholeSecond + milliseconds * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
    }

    public static DateTime Now => Round(DateTime.UtcNow);
}
