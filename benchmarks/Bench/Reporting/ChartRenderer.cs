using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MimCm.Bench;

/// <summary>Draws the charts of docs/performance.md as SVG files, from the CSV files beside them. OxyPlot.Core draws SVG in managed code,
/// so that no native library has to be installed.</summary>
internal static class ChartRenderer
{
    private const double SmallestMegabytes = 0.1;

    private static readonly OxyColor[] Palette =
    [
        OxyColor.FromRgb(0x1f, 0x77, 0xb4), OxyColor.FromRgb(0xff, 0x7f, 0x0e), OxyColor.FromRgb(0x2c, 0xa0, 0x2c), OxyColor.FromRgb(0xd6, 0x27, 0x28),
        OxyColor.FromRgb(0x94, 0x67, 0xbd), OxyColor.FromRgb(0x8c, 0x56, 0x4b), OxyColor.FromRgb(0x7f, 0x7f, 0x7f),
    ];

    private static readonly MarkerType[] Markers =
        [MarkerType.Circle, MarkerType.Square, MarkerType.Diamond, MarkerType.Triangle, MarkerType.Circle, MarkerType.Square, MarkerType.Diamond];

    /// <summary>Draws each chart whose CSV file is in the folder.</summary>
    public static void Draw(string folder)
    {
        var list = CsvTable.Read(Path.Combine(folder, "list.csv"));
        var growth = list.Medians("growth_bytes", kind: "fresh").Select(one => one with { Value = Math.Max(one.Value / 1e6, SmallestMegabytes) });
        Save(folder, "list-time", Lines("Reading a list", "milliseconds (median)", list.Medians("milliseconds")));
        Save(folder, "list-memory", Lines("Reading a list: growth of the process", $"MB (below {SmallestMegabytes} drawn there)", [.. growth]));

        var byId = CsvTable.Read(Path.Combine(folder, "by-id.csv")).Medians("milliseconds").Select(one => one with { Value = one.Value / one.Size });
        Save(folder, "by-id", Bars("Reading one request by its id", "milliseconds for each request", ("", [.. byId])));

        var bulk = CsvTable.Read(Path.Combine(folder, "bulk.csv"));
        Save(folder, "bulk-time", Bars("Changes with a latency of 20 ms", "seconds", ("", Seconds(bulk.Medians("milliseconds")))));
        Save(folder, "bulk-cpu", Bars("Changes: processor time of the client", "seconds", ("", Seconds(bulk.Medians("cpu_milliseconds")))));

        var start = CsvTable.Read(Path.Combine(folder, "start.csv"));
        Save(folder, "start", Bars(
            "In a new process", "milliseconds", ("Import-Module", start.Medians("import_milliseconds")), ("first call", start.Medians("first_milliseconds"))));
    }

    private static MedianValue[] Seconds(IEnumerable<MedianValue> values) => [.. values.Select(one => one with { Value = one.Value / 1000 })];

    private static PlotModel? Lines(string title, string unit, IReadOnlyList<MedianValue> values)
    {
        if (values.Count == 0)
            return null;

        var model = CreateModel(title);
        model.Axes.Add(WithGrid(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = "requests" }));
        model.Axes.Add(WithGrid(new LogarithmicAxis { Position = AxisPosition.Left, Title = unit }));
        foreach (var (i, subject) in values.GroupBy(one => one.Subject).Index())
        {
            var line = new LineSeries
            {
                Title = SubjectNames.ForChart(subject.Key),
                Color = Palette[i % Palette.Length],
                MarkerType = Markers[i % Markers.Length],
                MarkerFill = Palette[i % Palette.Length],
                MarkerSize = 4,
            };
            line.Points.AddRange(subject.OrderBy(one => one.Size).Select(one => new DataPoint(one.Size, one.Value)));
            model.Series.Add(line);
        }

        return model;
    }

    /// <summary>Horizontal bars, one for each subject; several parts of one subject are stacked.</summary>
    private static PlotModel? Bars(string title, string unit, params (string Name, IReadOnlyList<MedianValue> Values)[] parts)
    {
        // A category axis counts from the bottom.
        var subjects = parts[0].Values.Select(one => one.Subject).Reverse().ToList();
        if (subjects.Count == 0)
            return null;

        var model = CreateModel(title);
        var categories = new CategoryAxis { Position = AxisPosition.Left, GapWidth = 0.4 };
        categories.Labels.AddRange(subjects.Select(SubjectNames.ForChart));
        model.Axes.Add(categories);
        model.Axes.Add(WithGrid(new LinearAxis { Position = AxisPosition.Bottom, Title = unit, Minimum = 0, MaximumPadding = 0.08 }));
        foreach (var (i, (name, values)) in parts.Index())
        {
            var bars = new BarSeries { Title = name.Length == 0 ? null : name, FillColor = Palette[i], IsStacked = parts.Length > 1 };
            bars.LabelFormatString = parts.Length > 1 ? null : "{0:0.##}";
            bars.Items.AddRange(subjects.Select((subject, category) => new BarItem(values.Single(one => one.Subject == subject).Value, category)));
            model.Series.Add(bars);
        }

        return model;
    }

    private static PlotModel CreateModel(string title)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 15, Background = OxyColors.White, DefaultFont = "sans-serif" };
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Horizontal,
        });
        return model;
    }

    private static Axis WithGrid(Axis axis)
    {
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = OxyColors.LightGray;
        return axis;
    }

    private static void Save(string folder, string name, PlotModel? model)
    {
        if (model is null)
            return;

        var exporter = new SvgExporter
        {
            Width = 760,
            Height = model.Series.Any(series => series is LineSeries) ? 460 : 320,
            TextMeasurer = new SvgTextMeasurer(),
        };
        using var stream = File.Create(Path.Combine(folder, $"{name}.svg"));
        exporter.Export(model, stream);
        Console.WriteLine($"{name}.svg written");
    }
}
