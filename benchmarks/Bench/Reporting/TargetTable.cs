using System.Globalization;
using System.Text;

namespace MimCm.Bench;

/// <summary>Compares the results with the performance targets.</summary>
internal sealed class TargetTable(IReadOnlyList<BenchmarkResult> results, IReadOnlyList<StartupMeasurement> starts)
{
    private readonly StringBuilder _rows = new("| | target | measured | |\n|---|---|---|---|\n");

    /// <summary>The table in Markdown, with a row for each target that was measured.</summary>
    public string Format()
    {
        var raw = Find("list", "raw", 100_000);
        var list = Find("list", "mimcm", 100_000);
        var irm = Find("list", "irm", 100_000);
        var lists = results.Where(result => result is { Case: "list", Subject: "mimcm" }).ToList();
        AddMinimum("List of 100,000 compared with `Invoke-RestMethod`", irm?.Milliseconds / list?.Milliseconds, 25, "×");
        AddMaximum("List of 100,000 compared with the raw download", list?.Milliseconds / raw?.Milliseconds, 6.5, "×");
        AddMaximum("First object, at any length", lists.Count == 0 ? null : lists.Max(one => one.MedianOf(sample => sample.FirstMilliseconds)), 50, "ms");
        AddMaximum("Growth of the process while 1,000,000 are streamed", Find("list", "mimcm", 1_000_000)?.Fresh.GrowthBytes / 1e6, 40, "MB");
        AddMaximum("Time per request at 1,000,000 compared with 10,000", PerRequest(1_000_000) / PerRequest(10_000), 1.2, "×");

        var bulk = FindAny("bulk", "mimcm-16");
        var parallel = FindAny("bulk", "irm-parallel-16");
        AddMinimum("16 concurrent changes with a journal: rate compared with that without",
            bulk?.Milliseconds / FindAny("bulk", "mimcm-journal-16")?.Milliseconds, 0.9, "×");
        AddMinimum("16 concurrent changes compared with a loop", FindAny("bulk", "irm")?.Milliseconds / bulk?.Milliseconds, 12, "×");
        AddMaximum("16 concurrent changes compared with `-Parallel`: time", bulk?.Milliseconds / parallel?.Milliseconds, 1, "×");
        AddMaximum("16 concurrent changes compared with `-Parallel`: processor time", Cpu(bulk) / Cpu(parallel), 0.33, "×");

        AddMaximum("`Import-Module` compared with an empty binary module", Import("mimcm") / Import("empty"), 1.5, "×");
        AddMaximum(
            "Memory of 100,000 collected, compared with `Invoke-RestMethod`",
            Find("list", "mimcm-collected", 100_000)?.Fresh.GrowthBytes / (double?)irm?.Fresh.GrowthBytes, 0.2, "×");
        return _rows.ToString().TrimEnd();
    }

    private static double? Cpu(BenchmarkResult? result) => result?.MedianOf(sample => sample.CpuMilliseconds);

    private double? PerRequest(int size) => Find("list", "mimcm", size)?.Milliseconds / size;

    private double? Import(string subject)
    {
        var values = starts.Where(start => start.Subject == subject).Select(start => start.ImportMilliseconds).ToList();
        return values.Count == 0 ? null : Median.Of(values);
    }

    private BenchmarkResult? Find(string name, string subject, int size) =>
        results.FirstOrDefault(result => result.Case == name && result.Subject == subject && result.Size == size);

    private BenchmarkResult? FindAny(string name, string subject) => results.FirstOrDefault(result => result.Case == name && result.Subject == subject);

    private void AddMinimum(string what, double? value, double bound, string unit) => Add(what, value, $"at least {Text(bound)} {unit}", unit, value >= bound);

    private void AddMaximum(string what, double? value, double bound, string unit) => Add(what, value, $"at most {Text(bound)} {unit}", unit, value <= bound);

    private void Add(string what, double? value, string target, string unit, bool isMet)
    {
        if (value is { } measured)
            _rows.Append(CultureInfo.InvariantCulture, $"| {what} | {target} | {Text(measured)} {unit} | {(isMet ? "met" : "**missed**")} |\n");
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
