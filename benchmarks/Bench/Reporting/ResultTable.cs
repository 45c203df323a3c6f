using System.Globalization;
using System.Text;

namespace MimCm.Bench;

/// <summary>Formats results as tables in Markdown.</summary>
internal static class ResultTable
{
    private const string ResultHeader =
        """
        | | ms | first run, ms | per request, µs | ratio | first object, ms | processor, ms | allocated per request, B | growth, MB | retained, MB | runs |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

        """;

    private const string StartHeader =
        """
        | | `Import-Module`, ms | first call, ms | second import, ms | whole process, ms | assemblies loaded by the import | loaded by the first call | runs |
        |---|--:|--:|--:|--:|---|---|--:|

        """;

    /// <summary>One table for each size.</summary>
    public static string Format(IEnumerable<BenchmarkResult> results)
    {
        var text = new StringBuilder();
        foreach (var size in results.GroupBy(result => result.Size))
        {
            var reference = size.FirstOrDefault(result => result.Subject == "mimcm") ?? size.First();
            text.Append(CultureInfo.InvariantCulture, $"\n{size.Key:N0} requests\n\n").Append(ResultHeader);
            foreach (var one in size)
                text.Append(FormatRow(one, reference));
        }

        return text.ToString().Trim();
    }

    /// <summary>One row for each subject.</summary>
    public static string Format(IEnumerable<StartupMeasurement> starts)
    {
        var text = new StringBuilder(StartHeader);
        foreach (var subject in starts.GroupBy(start => start.Subject))
        {
            var again = subject.SelectMany(start => start.AgainMilliseconds).ToList();
            string[] cells =
            [
                SubjectNames.ForTable(subject.Key),
                Whole(Median.Of(subject.Select(start => start.ImportMilliseconds))),
                Whole(Median.Of(subject.Select(start => start.FirstMilliseconds))),
                again.Count == 0 ? "" : Whole(Median.Of(again)),
                Whole(Median.Of(subject.Select(start => start.ProcessMilliseconds))),
                string.Join(", ", subject.First().LoadedByImport),
                string.Join(", ", subject.First().LoadedByCall),
                subject.Count().ToString(CultureInfo.InvariantCulture),
            ];
            text.Append(Row(cells));
        }

        return text.ToString().TrimEnd();
    }

    private static string FormatRow(BenchmarkResult one, BenchmarkResult reference) => Row(
        SubjectNames.ForTable(one.Subject),
        Tenths(one.Milliseconds),
        Tenths(one.Fresh.Milliseconds),
        (one.Milliseconds * 1000 / one.Size).ToString("N2", CultureInfo.InvariantCulture),
        (one.Milliseconds / reference.Milliseconds).ToString("0.00", CultureInfo.InvariantCulture),
        Tenths(one.MedianOf(sample => sample.FirstMilliseconds)),
        Whole(one.MedianOf(sample => sample.CpuMilliseconds)),
        Whole(one.MedianOf(sample => sample.AllocatedBytes) / one.Size),
        Tenths(one.Fresh.GrowthBytes / 1e6),
        one.Fresh.RetainedBytes is { } retained ? Tenths(retained / 1e6) : "",
        one.Runs.ToString(CultureInfo.InvariantCulture));

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Tenths(double value) => value.ToString("N1", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
