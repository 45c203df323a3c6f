using System.Xml.Linq;
using MimCm.Reporting.Charts;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>The section of open requests by age.</summary>
internal static class OpenSection
{
    private static readonly RequestStatus[] Statuses = [RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Executing];

    public static XElement Create(ReportData data, ReportContext context)
    {
        var counts = Statuses.Select(status => data.OpenByAge.TryGetValue(status, out var found) ? found : new long[Buckets.Ages.Names.Count + 1]).ToArray();
        if (counts.All(each => each.All(count => count == 0)))
            return Section.Create("open", "Open requests by age", Html.Element("p", "No request is open."));

        var ages = Buckets.Ages.Names.ToList();
        if (counts.Any(each => each[ages.Count] > 0))
            ages.Add("date not known");

        var chart = new ChartData(ages, [.. Statuses.Select((status, i) => (status.ToString(), (IReadOnlyList<long>)counts[i]))]);
        var caption = Section.Caption("Open requests by age and status", context);
        return Section.Create("open", "Open requests by age",
            Section.Chart("open-chart", caption, chart),
            Html.Table(caption, ["Age", .. Statuses.Select(status => $"#{status}"), "#All"],
                ages.Select((age, i) => (IReadOnlyList<object>)[age, .. counts.Select(each => PageText.Number(each[i])),
                    PageText.Number(counts.Sum(each => each[i]))])));
    }
}
