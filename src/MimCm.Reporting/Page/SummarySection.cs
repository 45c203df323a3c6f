using System.Xml.Linq;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>The section with the statistics of all requests.</summary>
internal static class SummarySection
{
    public static XElement Create(RequestStatistic total, ReportContext context)
    {
        var other = total.Count - total.Completed - total.Open - total.Failed - total.Denied - total.Canceled;
        return Section.Create("summary", Section.Caption("Summary", context),
            Html.Element("dl",
                Html.Class("figures"),
                Figure("Requests", PageText.Number(total.Count)),
                Figure("Open", PageText.Number(total.Open)),
                Figure("Completed", PageText.Number(total.Completed)),
                Figure("Failed", PageText.Number(total.Failed)),
                Figure("Denied", PageText.Number(total.Denied)),
                Figure("Canceled", PageText.Number(total.Canceled)),
                other > 0 ? Figure("Other status", PageText.Number(other)) : null,
                Figure("Oldest open", PageText.Time(total.OldestOpen)),
                Figure("Median time to complete", PageText.Time(total.MedianTimeToComplete)),
                Figure("90 % completed within", PageText.Time(total.P90TimeToComplete))));
    }

    private static XElement Figure(string name, string value) => Html.Element("div", Html.Element("dt", name), Html.Element("dd", value));
}
