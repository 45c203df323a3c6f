using System.Globalization;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MimCm.Reporting.Charts;

/// <summary>Draws stacked bars as SVG for use inside an HTML page. The colors are variables of the page's style sheet, so that they follow the
/// reader's color scheme.</summary>
internal static class BarChart
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // The width of a character in a wide font of 12 pixels.
    private const double CharacterWidth = 7.5;

    // Placeholder colors, which are replaced by variables of the style sheet when the SVG is complete.
    private static readonly OxyColor Text = OxyColor.FromRgb(1, 1, 0);
    private static readonly OxyColor Grid = OxyColor.FromRgb(1, 1, 1);
    private static readonly OxyColor Page = OxyColor.FromRgb(1, 1, 2);

    /// <summary>Draws the chart twice: with vertical or wide horizontal bars for large screens and print, and with horizontal bars for narrow
    /// screens.</summary>
    /// <param name="data">The numbers.</param>
    /// <param name="id">An identifier that is unique on the page.</param>
    /// <param name="label">The text alternative.</param>
    /// <param name="isUpright">Whether the large chart has vertical bars.</param>
    public static IEnumerable<XElement> Draw(ChartData data, string id, string label, bool isUpright) =>
    [
        Draw(data, $"{id}-wide", label, "wide", 1180, isUpright ? 340 : LyingHeight(data), isUpright),
        Draw(data, $"{id}-narrow", label, "narrow", 330, LyingHeight(data), isUpright: false),
    ];

    /// <summary>Returns the variable of the style sheet for the color of a series.</summary>
    public static string ColorOf(int series) => $"var(--series-{series + 1})";

    private static double LyingHeight(ChartData data) => 48 + 26 * data.Categories.Count;

    private static XElement Draw(ChartData data, string id, string label, string cssClass, double width, double height, bool isUpright)
    {
        var model = CreateModel(data, isUpright);
        var svg = XElement.Parse(SvgExporter.ExportToString(model, width, height, isDocument: false));
        svg.SetAttributeValue("id", id);
        svg.SetAttributeValue("class", $"chart {cssClass}");
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", label);
        svg.SetAttributeValue("viewBox", string.Format(CultureInfo.InvariantCulture, "0 0 {0} {1}", width, height));
        svg.SetAttributeValue("version", null);
        foreach (var attribute in svg.DescendantsAndSelf().Attributes().ToList())
            Adapt(attribute, id);
        return svg;
    }

    private static PlotModel CreateModel(ChartData data, bool isUpright)
    {
        var model = new PlotModel
        {
            Culture = CultureInfo.InvariantCulture,
            DefaultFontSize = 12,
            TextColor = Text,
            PlotAreaBorderThickness = new OxyThickness(0),
            Padding = new OxyThickness(0),

            // Leaves room for the labels in any font of the reader. OxyPlot would measure them in a font that may be narrower.
            PlotMargins = isUpright
                ? new OxyThickness(CharacterWidth * 8, 8, 12, CharacterWidth * 7)
                : new OxyThickness(CharacterWidth * (data.Categories.Max(name => name.Length) + 1), 8, 24, 24),
        };
        var categories = new CategoryAxis
        {
            Key = "categories",
            Position = isUpright ? AxisPosition.Bottom : AxisPosition.Left,
            GapWidth = 0.35,
            Angle = isUpright ? -45 : 0,
            TickStyle = TickStyle.None,
            AxislineStyle = LineStyle.Solid,
            AxislineColor = Text,

            // The first bar is at the top, like the first row of a table.
            StartPosition = isUpright ? 0 : 1,
            EndPosition = isUpright ? 1 : 0,
        };
        categories.Labels.AddRange(data.Categories);
        model.Axes.Add(categories);
        model.Axes.Add(new LinearAxis
        {
            Key = "values",
            Position = isUpright ? AxisPosition.Left : AxisPosition.Bottom,
            Minimum = 0,
            MinimumPadding = 0,
            MaximumPadding = 0.06,
            MinimumMajorStep = 1,
            TickStyle = TickStyle.None,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Grid,
            LabelFormatter = value => value.ToString("#,0.##", CultureInfo.InvariantCulture),
        });
        for (var i = 0; i < data.Series.Count; i++)
            model.Series.Add(CreateSeries(data.Series[i].Values, i));
        return model;
    }

    private static BarSeries CreateSeries(IReadOnlyList<long> values, int index)
    {
        var series = new BarSeries
        {
            XAxisKey = "values",
            YAxisKey = "categories",
            IsStacked = true,
            FillColor = OxyColor.FromRgb(1, 0, (byte)index),
            StrokeColor = Page,
            StrokeThickness = 1,
        };
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] != 0)
                series.Items.Add(new BarItem(values[i], i));
        }

        return series;
    }

    private static void Adapt(XAttribute attribute, string id)
    {
        var value = attribute.Value
            .Replace("rgb(1,1,0)", "var(--text)")
            .Replace("rgb(1,1,1)", "var(--line)")
            .Replace("rgb(1,1,2)", "var(--page)");
        for (var i = 0; i < ChartData.MaxSeries; i++)
            value = value.Replace($"rgb(1,0,{i})", ColorOf(i));

        // Identifiers must be unique across all charts of a page.
        attribute.Value = value.Replace("clipPath", $"{id}-clip");
        if (attribute.Name == "id" && attribute.Parent!.Name == Svg + "clipPath")
            return;

        // Not all browsers support var() in a presentation attribute, so the color is written as a style.
        if (attribute.Name == "fill" && value.StartsWith("var", StringComparison.Ordinal))
        {
            var element = attribute.Parent!;
            attribute.Remove();
            element.SetAttributeValue("style", $"fill:{value}");
        }
    }
}
