using System.Globalization;
using System.Text;

namespace MimCm.Bench;

/// <summary>The results as tables in performance.md and as CSV beside it. What stands between two markers of performance.md is
/// made here; the rest of it is written by hand and stays.</summary>
internal sealed class Report(string machine, IReadOnlyList<Measured> results, IReadOnlyList<StartSample> starts)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["mimcm"] = "`Get-CmRequest`",
        ["mimcm-collected"] = "`$all = Get-CmRequest`",
        ["mimcm-8"] = "`Get-CmRequest -ThrottleLimit 8`",
        ["mimcm-1"] = "`Set-CmRequestStatus`",
        ["mimcm-4"] = "`Set-CmRequestStatus -ThrottleLimit 4`",
        ["mimcm-16"] = "`Set-CmRequestStatus -ThrottleLimit 16`",
        ["irm"] = "`Invoke-RestMethod`",
        ["irm-typed"] = "`Invoke-RestMethod`, typed by hand",
        ["irm-session"] = "`Invoke-RestMethod -WebSession`",
        ["irm-parallel-16"] = "`Invoke-RestMethod` in `ForEach-Object -Parallel`, 16",
        ["stj"] = "C#: HttpClient and System.Text.Json",
        ["client"] = "C#: MimCm.Client",
        ["client-16"] = "C#: MimCm.Client, 16 at once",
        ["raw"] = "C#: the bytes alone",
        ["empty"] = "an empty binary module",
    };

    public async Task WriteAsync(string folder)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "performance")).FullName;
        var page = Path.Combine(folder, "performance.md");
        var text = File.Exists(page) ? await File.ReadAllTextAsync(page) : "# Performance\n";
        text = Put(text, "machine", machine);
        text = Put(text, "targets", Targets());
        foreach (var name in results.Select(result => result.Case).Distinct())
        {
            text = Put(text, name, Table(name));
            await File.WriteAllTextAsync(Path.Combine(data, $"{name}.csv"), Csv(name));
        }

        if (starts.Count > 0)
        {
            text = Put(text, "start", StartTable());
            await File.WriteAllTextAsync(Path.Combine(data, "start.csv"), StartCsv());
        }

        await File.WriteAllTextAsync(page, text);
        await Pictures.DrawAsync(data);
    }

    /// <summary>What was to be reached, and what was measured.</summary>
    public string Targets()
    {
        var rows = new List<(string What, string Wanted, double? Value, string Unit, bool IsReached)>();
        var raw = Find("list", "raw", 100_000);
        var list = Find("list", "mimcm", 100_000);
        var irm = Find("list", "irm", 100_000);
        var bulk = FindAny("bulk", "mimcm-16");
        var parallel = FindAny("bulk", "irm-parallel-16");
        var lists = results.Where(result => result is { Case: "list", Subject: "mimcm" }).ToList();

        AtLeast("List of 100,000 against `Invoke-RestMethod`", irm?.Milliseconds / list?.Milliseconds, 15, "×", "at least 15, towards 20");
        AtMost("List of 100,000 against the raw download", list?.Milliseconds / raw?.Milliseconds, 6, "×", "at most 6, towards 3");
        AtMost("First object, whatever the length", lists.Count == 0 ? null : lists.Max(one => one.MedianOf(sample => sample.FirstMilliseconds)), 50, "ms", "at most 50");
        AtMost("Growth of the process while 1,000,000 stream", Find("list", "mimcm", 1_000_000)?.Fresh.GrowthBytes / 1e6, 40, "MB", "less than 40");
        AtMost("Time per request at 1,000,000 against 10,000", PerRequest(1_000_000) / PerRequest(10_000), 1.2, "×", "at most 1.2");
        AtLeast("Bulk at 16 against a loop", FindAny("bulk", "irm")?.Milliseconds / bulk?.Milliseconds, 12, "×", "at least 12");
        AtMost("Bulk at 16 against `-Parallel`, time", bulk?.Milliseconds / parallel?.Milliseconds, 1, "×", "at most 1");
        AtMost("Bulk at 16 against `-Parallel`, processor time", bulk?.MedianOf(sample => sample.CpuMilliseconds) / parallel?.MedianOf(sample => sample.CpuMilliseconds), 1 / 3.0, "×", "at most 0.33");
        AtMost("`Import-Module` against an empty binary module", Start("mimcm", start => start.ImportMilliseconds) / Start("empty", start => start.ImportMilliseconds), 1.5, "×", "at most 1.5");
        AtMost("Memory of 100,000 collected against `Invoke-RestMethod`", Find("list", "mimcm-collected", 100_000)?.Fresh.GrowthBytes / (double?)irm?.Fresh.GrowthBytes, 0.2, "×", "at most 0.2");

        var table = new StringBuilder("| | wanted | measured | |\n|---|---|---|---|\n");
        foreach (var row in rows)
            table.Append(CultureInfo.InvariantCulture, $"| {row.What} | {row.Wanted} | {row.Value:0.##} {row.Unit} | {(row.IsReached ? "reached" : "**missed**")} |\n");

        return table.ToString().TrimEnd();

        double? PerRequest(int size) => Find("list", "mimcm", size)?.Milliseconds / size;

        void AtLeast(string what, double? value, double bound, string unit, string wanted) => Row(what, value, unit, wanted, value >= bound);

        void AtMost(string what, double? value, double bound, string unit, string wanted) => Row(what, value, unit, wanted, value <= bound);

        void Row(string what, double? value, string unit, string wanted, bool isReached)
        {
            if (value is not null)
                rows.Add((what, wanted, value, unit, isReached));
        }
    }

    private static string NameOf(string subject) => Names[subject];

    private Measured? Find(string name, string subject, int size) => results.FirstOrDefault(result => result.Case == name && result.Subject == subject && result.Size == size);

    private Measured? FindAny(string name, string subject) => results.FirstOrDefault(result => result.Case == name && result.Subject == subject);

    private double? Start(string subject, Func<StartSample, double> value)
    {
        var sorted = starts.Where(start => start.Subject == subject).Select(value).Order().ToArray();
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }

    private string Table(string name)
    {
        var text = new StringBuilder();
        foreach (var size in results.Where(result => result.Case == name).GroupBy(result => result.Size))
        {
            var reference = size.FirstOrDefault(result => result.Subject == "mimcm") ?? size.First();
            text.Append(CultureInfo.InvariantCulture, $"\n{size.Key:N0} requests\n\n");
            text.Append("| | ms | first run, ms | a request, µs | ratio | first, ms | processor, ms | allocated a request, B | growth, MB | kept, MB | runs |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
            foreach (var one in size)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {NameOf(one.Subject)} | {one.Milliseconds:N1} | {one.Fresh.Milliseconds:N1} | {one.Milliseconds * 1000 / one.Size:N2} | {one.Milliseconds / reference.Milliseconds:0.00} | {one.MedianOf(sample => sample.FirstMilliseconds):N1} | {one.MedianOf(sample => sample.CpuMilliseconds):N0} | {one.MedianOf(sample => sample.AllocatedBytes) / one.Size:N0} | {one.Fresh.GrowthBytes / 1e6:N1} | {one.Fresh.RetainedBytes / 1e6:N1} | {one.Runs} |\n");
            }
        }

        return text.ToString().Trim();
    }

    private string StartTable()
    {
        var text = new StringBuilder("| | `Import-Module`, ms | first call, ms | imported again, ms | the whole process, ms | assemblies loaded by the import | and by the first call | runs |\n|---|--:|--:|--:|--:|---|---|--:|\n");
        foreach (var subject in starts.GroupBy(start => start.Subject))
        {
            var again = subject.SelectMany(start => start.AgainMilliseconds).Order().ToArray();
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {NameOf(subject.Key)} | {Start(subject.Key, start => start.ImportMilliseconds):N0} | {Start(subject.Key, start => start.FirstMilliseconds):N0} | {(again.Length == 0 ? "" : again[again.Length / 2].ToString("N0", CultureInfo.InvariantCulture))} | {Start(subject.Key, start => start.ProcessMilliseconds):N0} | {string.Join(", ", subject.First().LoadedByImport)} | {string.Join(", ", subject.First().LoadedByCall)} | {subject.Count()} |\n");
        }

        return text.ToString().TrimEnd();
    }

    private string Csv(string name)
    {
        var text = new StringBuilder("case,subject,size,run,kind,milliseconds,first_milliseconds,cpu_milliseconds,allocated_bytes,growth_bytes,peak_bytes,retained_bytes\n");
        foreach (var result in results.Where(result => result.Case == name))
        {
            foreach (var (run, sample) in result.Samples.Index())
                text.Append(CultureInfo.InvariantCulture, $"{result.Case},{result.Subject},{result.Size},{run},{sample.Kind},{sample.Milliseconds:0.###},{sample.FirstMilliseconds:0.###},{sample.CpuMilliseconds:0},{sample.AllocatedBytes},{sample.GrowthBytes},{sample.PeakBytes},{sample.RetainedBytes}\n");
        }

        return text.ToString();
    }

    private string StartCsv()
    {
        var text = new StringBuilder("subject,import_milliseconds,first_milliseconds,process_milliseconds,again_milliseconds\n");
        foreach (var start in starts)
            text.Append(CultureInfo.InvariantCulture, $"{start.Subject},{start.ImportMilliseconds:0.###},{start.FirstMilliseconds:0.###},{start.ProcessMilliseconds:0.###},{string.Join(' ', start.AgainMilliseconds.Select(again => again.ToString("0.###", CultureInfo.InvariantCulture)))}\n");

        return text.ToString();
    }

    /// <summary>Replaces what stands between the two markers of a name; adds them at the end where there are none.</summary>
    private static string Put(string page, string name, string part)
    {
        var (open, close) = ($"<!-- bench:{name} -->", $"<!-- /bench:{name} -->");
        var start = page.IndexOf(open, StringComparison.Ordinal);
        var end = page.IndexOf(close, StringComparison.Ordinal);
        return start < 0 || end < start
            ? $"{page.TrimEnd()}\n\n{open}\n\n{part}\n\n{close}\n"
            : $"{page[..(start + open.Length)]}\n\n{part}\n\n{page[end..]}";
    }
}
