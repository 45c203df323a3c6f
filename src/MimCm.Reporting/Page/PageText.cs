using System.Globalization;
using System.Text;
using System.Xml;
using MimCm.Text;

namespace MimCm.Reporting.Page;

/// <summary>Formats values for the page, independently of the culture.</summary>
internal static class PageText
{
    private const int MaxLength = 200;
    private const int GuidLength = 36;

    /// <summary>Returns sanitized text: control and formatting characters become spaces, half surrogate pairs become the replacement character, and
    /// long text is truncated, but not in a GUID.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength) + 2);
        var i = 0;
        while (i < text.Length && clean.Length <= MaxLength + GuidLength)
        {
            if (char.IsSurrogatePair(text, i))
            {
                clean.Append(CharUnicodeInfo.GetUnicodeCategory(text, i) == UnicodeCategory.Format ? " " : text.Substring(i, 2));
                i += 2;
                continue;
            }

            var character = text[i++];
            clean.Append(char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format ? ' '
                : XmlConvert.IsXmlChar(character) ? character
                : '\uFFFD');
        }

        return UnicodeText.Truncate(clean.ToString(), MaxLength);
    }

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns the name of a type or status. A value without a name is described by its number.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum =>
        Enum.IsDefined(typeof(T), value) ? value.ToString() : $"{(typeof(T) == typeof(RequestType) ? "type" : "status")} {value}";

    /// <summary>Returns a date and time with its offset from UTC.</summary>
    public static string DateAndTime(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    public static string Date(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Returns a duration in its two largest units; a dash if there is none.</summary>
    public static string Time(Duration? duration)
    {
        if (duration is not { } time)
            return "–";

        var sign = time < TimeSpan.Zero ? "−" : "";
        var span = time.ToTimeSpan().Duration();
        return sign + (span switch
        {
            { TotalMinutes: < 1 } => Text(span.Seconds, "s"),
            { TotalHours: < 1 } => Text(span.Minutes, "min", span.Seconds, "s"),
            { TotalDays: < 1 } => Text(span.Hours, "h", span.Minutes, "min"),
            { TotalDays: < 100 } => Text(span.Days, "d", span.Hours, "h"),
            _ => Text(span.Days, "d"),
        });
    }

    private static string Text(int value, string unit) => $"{Number(value)} {unit}";

    private static string Text(int value, string unit, int rest, string restUnit) =>
        rest == 0 ? Text(value, unit) : $"{Text(value, unit)} {Text(rest, restUnit)}";
}
