using System.Globalization;

namespace MimCm.Statistics;

/// <summary>Months, weeks and days as numbers that can be told apart and sorted, and as text. The Gregorian calendar and ISO 8601 in every
/// culture.</summary>
internal static class Period
{
    /// <summary>The number of the period that a date belongs to; 0 when the date is not known.</summary>
    public static int Of(RequestGroupKey key, DateTime? date)
    {
        if (date is not { } day || day == default)
            return 0;

        return key switch
        {
            RequestGroupKey.Month => day.Year * 12 + day.Month - 1,

            // The week is named by the year of its Thursday, so that the number of the Thursday names the week.
            RequestGroupKey.Week => DayNumber(day) - ((int)day.DayOfWeek + 6) % 7 + 3,
            RequestGroupKey.Day => DayNumber(day),
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, message: null),
        };
    }

    /// <summary>The text of a period: 2026-11, 2026-W48 or 2026-11-25; null when the date is not known.</summary>
    public static string? Name(RequestGroupKey key, int period) => period == 0 ? null : key switch
    {
        RequestGroupKey.Month => string.Format(CultureInfo.InvariantCulture, "{0:0000}-{1:00}", period / 12, period % 12 + 1),
        RequestGroupKey.Week => WeekName(Date(period)),
        RequestGroupKey.Day => Date(period).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, message: null),
    };

    private static string WeekName(DateTime thursday) =>
        string.Format(CultureInfo.InvariantCulture, "{0:0000}-W{1:00}", thursday.Year, (thursday.DayOfYear - 1) / 7 + 1);

    // From 1, as 0 is the period that is not known.
    private static int DayNumber(DateTime day) => (int)(day.Ticks / TimeSpan.TicksPerDay) + 1;

    private static DateTime Date(int dayNumber) => new((dayNumber - 1) * TimeSpan.TicksPerDay);
}
