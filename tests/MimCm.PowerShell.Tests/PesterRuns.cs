using System.Diagnostics;
using System.Text.Json;

namespace MimCm.PowerShell.Tests;

/// <summary>Runs the Pester files, each in a PowerShell of its own and two at once, as much of their time is waiting. Leaves the sum
/// of what they counted where the build finds it to say it.</summary>
public sealed class PesterRuns : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SemaphoreSlim _free = new(2);
    private readonly Dictionary<(string File, string Engine), Task<PesterResult>> _runs;

    /// <summary>Starts with all of them.</summary>
    public PesterRuns() =>
        _runs = (from engine in PowerShellEngine.Expected where engine.Missing is null from file in Files() select (file, engine))
            .ToDictionary(run => (run.file, run.engine.Name), run => Task.Run(() => RunInTurnAsync(run.file, run.engine.Path)));

    /// <summary>The Pester files. Those that take longest come first, so that none of them is left for the end.</summary>
    internal static IEnumerable<string> Files() =>
        Directory.GetFiles(Checkout.PathOf("tests", "Pester"), "*.Tests.ps1").OrderByDescending(file => new FileInfo(file).Length).Select(file => Path.GetFileName(file)!);

    /// <summary>What came of a file.</summary>
    internal Task<PesterResult> Of(string file, string engine) => _runs[(file, engine)];

    /// <inheritdoc/>
    public void Dispose()
    {
        _free.Dispose();
        var counts = _runs.Values.Where(run => run.IsCompletedSuccessfully).Select(run => run.Result).ToList();
        if (counts.Count == 0)
            return;

        var engines = string.Join("; ", PowerShellEngine.Expected.Where(engine => engine.Missing is null).Select(engine => engine.Versions));
        SaidByBuild.Write(
            "pester-count.txt",
            $"Pester: {counts.Sum(one => one.Passed)} passed, {counts.Sum(one => one.Failed)} failed, {counts.Sum(one => one.Skipped)} skipped in {_clock.Elapsed.TotalSeconds:0} s ({engines})");
    }

    private async Task<PesterResult> RunInTurnAsync(string file, string engine)
    {
        await _free.WaitAsync();
        try
        {
            return await RunAsync(file, engine);
        }
        finally
        {
            _free.Release();
        }
    }

    private static async Task<PesterResult> RunAsync(string file, string engine)
    {
        var summary = Path.GetTempFileName();
        var tests = Checkout.PathOf("tests", "Pester");
        var start = PowerShellEngine.Start(
            engine, "-ExecutionPolicy", "Bypass", "-File", Path.Combine(tests, "Invoke-TestFile.ps1"), "-Path", Path.Combine(tests, file), "-Summary", summary);
        start.Environment.TryAdd("MIMCM_TEST_MODULE", Path.Combine(Repository.Module, "MimCm.psd1"));
        start.Environment["MIMCM_TEST_SIMULATOR"] = Repository.Simulator;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var problems = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        var report = await output + await problems;
        var text = await File.ReadAllTextAsync(summary);
        File.Delete(summary);
        return (text.Length == 0 ? new PesterResult(0, 1, 0) : JsonSerializer.Deserialize<PesterResult>(text)!) with { Report = report };
    }
}
