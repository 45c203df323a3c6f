using System.Globalization;

namespace MimCm.Statistics;

/// <summary>Converts months, weeks and days to sortable numbers and to text. Uses the Gregorian calendar and ISO 8601 in every culture.</summary>
internal static class Period
{
    /// <summary>Returns the number of the period that contains a date; 0 if the date is unknown.</summary>
    public static int Of(RequestGroupKey key, DateTime? date)
    {
        if (date is not { } day || day == default)
            return 0;

        return key switch
        {
            RequestGroupKey.Month => day.Year * 12 + day.Month - 1,

            // An ISO week belongs to the year of its Thursday, so the number of the Thursday identifies the week.
            RequestGroupKey.Week => DayNumber(day) - ((int)day.DayOfWeek + 6) % 7 + 3,
            RequestGroupKey.Day => DayNumber(day),
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, message: null),
        };
    }

    /// <summary>Returns the text of a period: 2026-11, 2026-W48 or 2026-11-25; null if the date is unknown.</summary>
    public static string? Name(RequestGroupKey key, int period) => period == 0 ? null : key switch
    {
        RequestGroupKey.Month => string.Format(CultureInfo.InvariantCulture, "{0:0000}-{1:00}", period / 12, period % 12 + 1),
        RequestGroupKey.Week => WeekName(Date(period)),
        RequestGroupKey.Day => Date(period).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, message: null),
    };

    private static string WeekName(DateTime thursday) =>
        string.Format(CultureInfo.InvariantCulture, "{0:0000}-W{1:00}", thursday.Year, (thursday.DayOfYear - 1) / 7 + 1);

    // Starts at 1, because 0 is the unknown period.
    private static int DayNumber(DateTime day) => (int)(day.Ticks / TimeSpan.TicksPerDay) + 1;

    private static DateTime Date(int dayNumber) => new((dayNumber - 1) * TimeSpan.TicksPerDay);
}
