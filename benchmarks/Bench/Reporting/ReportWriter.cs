namespace MimCm.Bench;

/// <summary>Writes the results into performance.md, and as CSV files and charts into the folder beside it. Text between two markers of
/// performance.md is replaced; the rest of the page is written by hand and stays.</summary>
internal sealed class ReportWriter(string machine, IReadOnlyList<BenchmarkResult> results, IReadOnlyList<StartupMeasurement> starts)
{
    /// <summary>Writes everything that was measured.</summary>
    /// <param name="folder">The folder of performance.md.</param>
    public async Task WriteAsync(string folder)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "performance")).FullName;
        var page = Path.Combine(folder, "performance.md");
        var text = File.Exists(page) ? await File.ReadAllTextAsync(page) : "# Performance\n";
        text = Replace(text, "machine", machine);
        text = Replace(text, "targets", new TargetTable(results, starts).Format());
        foreach (var group in results.GroupBy(result => result.Case))
        {
            text = Replace(text, group.Key, ResultTable.Format(group));
            await File.WriteAllTextAsync(Path.Combine(data, $"{group.Key}.csv"), CsvWriter.Format(group));
        }

        if (starts.Count > 0)
        {
            text = Replace(text, "start", ResultTable.Format(starts));
            await File.WriteAllTextAsync(Path.Combine(data, "start.csv"), CsvWriter.Format(starts));
        }

        await File.WriteAllTextAsync(page, text);
        ChartRenderer.Draw(data);
    }

    /// <summary>Replaces the text between the two markers of a name; appends both where the page has none.</summary>
    private static string Replace(string page, string name, string part)
    {
        var (open, close) = ($"<!-- bench:{name} -->", $"<!-- /bench:{name} -->");
        var start = page.IndexOf(open, StringComparison.Ordinal);
        var end = page.IndexOf(close, StringComparison.Ordinal);
        return start < 0 || end < start
            ? $"{page.TrimEnd()}\n\n{open}\n\n{part}\n\n{close}\n"
            : $"{page[..(start + open.Length)]}\n\n{part}\n\n{page[end..]}";
    }
}
