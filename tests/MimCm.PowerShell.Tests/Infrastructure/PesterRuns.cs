using System.Diagnostics;
using System.Globalization;

namespace MimCm.PowerShell.Tests;

/// <summary>Runs every Pester file on every engine. Writes the numbers to a file that the build prints, and the time of each file to
/// out/test-results/pester-times.txt.</summary>
public sealed class PesterRuns : IDisposable
{
    // Files spend much of their time waiting.
    private static readonly int Workers = Math.Max(2, Environment.ProcessorCount);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<PesterQueue> _queues;
    private readonly Task _work;

    /// <summary>Starts all engines.</summary>
    public PesterRuns()
    {
        _queues = [.. PowerShellEngines.Available.Select(engine => new PesterQueue(engine, [.. Files(engine)]))];

        // In parallel to the others, one process of an emulated engine, because it takes the longest.
        var emulated = _queues.FindAll(queue => queue.Engine.IsEmulated);
        var others = _queues.FindAll(queue => !queue.Engine.IsEmulated);
        _work = Task.WhenAll(
        [
            .. emulated.Select(queue => Task.Run(() => queue.WorkAsync(worker: 1))),
            .. Enumerable.Range(1, Workers).Select(worker => Task.Run(async () =>
            {
                foreach (var queue in others)
                    await queue.WorkAsync(worker);
            })),
        ]);
    }

    /// <summary>The Pester files, slowest first.</summary>
    internal static IEnumerable<string> Files() =>
        Directory.GetFiles(Checkout.PathOf("tests", "Pester"), "*.Tests.ps1", SearchOption.AllDirectories)
            .OrderByDescending(file => new FileInfo(file).Length)
            .Select(file => Path.GetFileName(file)!);

    /// <summary>The files that run on an engine.</summary>
    internal static IEnumerable<string> Files(PowerShellEngine engine) =>
        Files().Where(file => engine.Only?.Contains(file) != false && !engine.LeftOut.Contains(file));

    /// <summary>The result of a file.</summary>
    internal Task<PesterResult> ResultOf(string file, string engine) => _queues.Single(queue => queue.Engine.Name == engine).Results[file];

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.Wait(TimeSpan.FromMinutes(10));
        var results = (
            from queue in _queues
            from result in queue.Results
            where result.Value.IsCompletedSuccessfully
            select (queue.Engine, File: result.Key, Result: result.Value.Result)).ToList();
        foreach (var queue in _queues)
            queue.Delete();
        if (results.Count == 0)
            return;

        int Sum(Func<PesterResult, int> count) => results.Sum(one => count(one.Result));
        var engines = string.Join("; ", _queues.Select(queue => $"{queue.Engine.Name}, Pester {queue.Engine.PesterVersion}"));
        SkippedTestsReport.Write(
            "pester.txt",
            [
                .. PowerShellEngines.LeftOut,
                .. _queues.SelectMany(queue => queue.Incidents),
                FormattableString.Invariant($"The Pester files took {_clock.Elapsed.TotalSeconds:0} s on {engines}."),
                FormattableString.Invariant($"Pester: {Sum(one => one.Passed)} passed, {Sum(one => one.Failed)} failed, {Sum(one => one.Skipped)} skipped"),
            ]);
        var times = Directory.CreateDirectory(Checkout.PathOf("out", "test-results"));
        File.WriteAllLines(
            Path.Combine(times.FullName, "pester-times.txt"),
            results.OrderByDescending(one => one.Result.Seconds)
                .Select(one => string.Create(CultureInfo.InvariantCulture,
                    $"{one.Result.Seconds,7:0.0} s  {one.Result.Passed,4} passed  {one.File}  {one.Engine.Name}")));
    }
}
