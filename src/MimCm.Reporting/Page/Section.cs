using System.Xml.Linq;
using MimCm.Reporting.Charts;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>Creates the common parts of the sections of a report.</summary>
internal static class Section
{
    /// <summary>Creates a section with a heading.</summary>
    public static XElement Create(string id, string heading, params object?[] content) =>
        Html.Element("section",
            new XAttribute("aria-labelledby", id),
            Html.Element("h2", new XAttribute("id", id), heading),
            content);

    /// <summary>Returns the caption of a table. It states if the numbers are incomplete.</summary>
    public static string Caption(string text, ReportContext context) => context.IncompleteReason is null ? text : $"{text} (incomplete)";

    /// <summary>Creates a chart with its legend. The text alternative describes the chart, and a table in the section contains its numbers.</summary>
    public static XElement Chart(string id, string caption, ChartData data, bool isUpright = false) =>
        Html.Element("figure",
            BarChart.Draw(data, id, $"Bar chart: {caption}. The table that follows has the same numbers.", isUpright),
            Html.Element("figcaption", caption, data.Series.Count > 1 ? Legend(data) : null));

    private static XElement Legend(ChartData data) =>
        Html.Element("ul",
            Html.Class("legend"),
            data.Series.Select((series, i) => Html.Element("li",
                new XElement("svg",
                    new XAttribute("width", 12), new XAttribute("height", 12), new XAttribute("aria-hidden", "true"),
                    new XElement("rect", new XAttribute("width", 12), new XAttribute("height", 12), new XAttribute("style", $"fill:{BarChart.ColorOf(i)}"))),
                $" {series.Name}")));
}
