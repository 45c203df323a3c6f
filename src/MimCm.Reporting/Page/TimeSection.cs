using System.Xml.Linq;
using MimCm.Reporting.Charts;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>The section of completed requests by time to complete.</summary>
internal static class TimeSection
{
    // Types without a name are numbers, and a server can send any number.
    private const int MaxTypes = 30;

    public static XElement Create(ReportData data, ReportContext context)
    {
        if (data.TimesToComplete.All(count => count == 0))
            return Section.Create("times", "Time to complete", Html.Element("p", "No request was completed."));

        var caption = Section.Caption("Completed requests by time to complete", context);
        var types = data.ByType.Where(pair => pair.Value.MedianTimeToComplete is not null).OrderByDescending(pair => pair.Value.Completed).ToList();
        return Section.Create("times", "Time to complete",
            Section.Chart("time-chart", caption, new ChartData(Buckets.TimesToComplete.Names, [("Completed", data.TimesToComplete)])),
            Html.Table(caption, ["Time to complete", "#Requests"],
                Buckets.TimesToComplete.Names.Select((name, i) => (IReadOnlyList<object>)[name, PageText.Number(data.TimesToComplete[i])])),
            Html.Table(Section.Caption("Time to complete by type", context), ["Type", "#Completed", "#Median", "#90 % within"],
                types.Take(MaxTypes).Select(pair => (IReadOnlyList<object>)
                [
                    PageText.Name(pair.Key.Type!.Value), PageText.Number(pair.Value.Completed), PageText.Time(pair.Value.MedianTimeToComplete),
                        PageText.Time(pair.Value.P90TimeToComplete),
                ])),
            types.Count > MaxTypes ? Html.Element("p", $"{PageText.Number(types.Count - MaxTypes)} less frequent types are left out.") : null);
    }
}
