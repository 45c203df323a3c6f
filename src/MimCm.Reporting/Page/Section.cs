using System.Xml.Linq;
using MimCm.Reporting.Charts;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>What the sections of a report have in common.</summary>
internal static class Section
{
    /// <summary>A section with a heading.</summary>
    public static XElement Create(string id, string heading, params object?[] content) =>
        Html.Element("section",
            new XAttribute("aria-labelledby", id),
            Html.Element("h2", new XAttribute("id", id), heading),
            content);

    /// <summary>The caption of a table, which says whether the numbers are complete.</summary>
    public static string Caption(string text, ReportContext context) => context.IncompleteReason is null ? text : $"{text} (incomplete)";

    /// <summary>A chart with its legend. The text alternative says what the chart shows; a table of the section has its numbers.</summary>
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
