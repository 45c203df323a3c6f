using System.Globalization;
using System.Xml.Linq;
using MimCm.Reporting.Charts;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>The section of requests submitted by month and type: the last two years with requests, and totals for the time before and
/// after.</summary>
internal static class MonthSection
{
    private const int MaxMonths = 24;

    public static XElement Create(ReportData data, ReportContext context)
    {
        var types = Types(data);
        var months = Months(data, context);
        var rows = months.Select(month => (Name: month, Counts: new long[types.Count])).ToDictionary(row => row.Name, row => row.Counts);
        long[] before = new long[types.Count], after = new long[types.Count], unknown = new long[types.Count];
        foreach (var (group, statistic) in data.ByMonthAndType.Select(pair => (pair.Key, pair.Value)))
        {
            var row = group.Period is not { } month ? unknown
                : rows.TryGetValue(month, out var found) ? found
                : string.CompareOrdinal(month, months[0]) < 0 ? before : after;
            row[IndexOf(types, group.Type)] += statistic.Count;
        }

        var names = types.Select(type => type is { } known ? PageText.Name(known) : "Other types").ToArray();
        var caption = Section.Caption("Requests submitted by month and type", context);
        var chart = new ChartData(months, [.. names.Select((name, i) => (name, (IReadOnlyList<long>)[.. months.Select(month => rows[month][i])]))]);
        return Section.Create("months", "Submitted by month and type",
            months.Count > 0 ? Section.Chart("month-chart", caption, chart, isUpright: true) : null,
            Html.Table(caption, ["Month", .. names.Select(name => $"#{name}"), "#All"],
                Row(before, months.Count > 0 ? $"before {months[0]}" : "before")
                    .Concat(months.SelectMany(month => Row(rows[month], month, isAlways: true)))
                    .Concat(Row(after, months.Count > 0 ? $"after {months[months.Count - 1]}" : "after"))
                    .Concat(Row(unknown, "date not known"))));
    }

    private static IEnumerable<IReadOnlyList<object>> Row(long[] counts, string name, bool isAlways = false) =>
        isAlways || counts.Any(count => count > 0)
            ? [[name, .. counts.Select(PageText.Number), PageText.Number(counts.Sum())]]
            : [];

    /// <summary>Returns the most frequent types; null represents all others.</summary>
    private static List<RequestType?> Types(ReportData data)
    {
        var types = data.ByType.OrderByDescending(pair => pair.Value.Count).Select(pair => pair.Key.Type).ToList();
        return types.Count <= ChartData.MaxSeries ? types : [.. types.Take(ChartData.MaxSeries - 1), null];
    }

    private static int IndexOf(List<RequestType?> types, RequestType? type)
    {
        var index = types.IndexOf(type);
        return index >= 0 ? index : types.Count - 1;
    }

    /// <summary>Returns the months up to the last month with requests that is not in the future.</summary>
    private static List<string> Months(ReportData data, ReportContext context)
    {
        var thisMonth = context.Created.ToString("yyyy-MM", CultureInfo.InvariantCulture);

        // The statistics are sorted by month.
        var withRequests = data.ByMonthAndType.Select(pair => pair.Key.Period).Where(month => month is not null
            && string.CompareOrdinal(month, thisMonth) <= 0).ToList();
        if (withRequests.Count == 0)
            return [];

        var first = NumberOf(withRequests[0]!);
        var last = NumberOf(withRequests[withRequests.Count - 1]!);
        first = Math.Max(first, last - MaxMonths + 1);
        return [.. Enumerable.Range(first, last - first + 1).Select(Name)];
    }

    private static int NumberOf(string month)
    {
        var parts = month.Split('-');
        return int.Parse(parts[0], CultureInfo.InvariantCulture) * 12 + int.Parse(parts[1], CultureInfo.InvariantCulture) - 1;
    }

    private static string Name(int month) => string.Format(CultureInfo.InvariantCulture, "{0:0000}-{1:00}", month / 12, month % 12 + 1);
}
