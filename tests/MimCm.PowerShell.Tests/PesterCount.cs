using System.Diagnostics;

namespace MimCm.PowerShell.Tests;

/// <summary>Counts the tests of all Pester files, and leaves the sum where the build finds it to say it.</summary>
public sealed class PesterCount : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private PesterResult _sum = new(0, 0, 0);

    internal void Add(PesterResult result) => _sum = new(_sum.Passed + result.Passed, _sum.Failed + result.Failed, _sum.Skipped + result.Skipped);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_sum.Passed + _sum.Failed == 0)
            return;

        var engines = string.Join("; ", PowerShellEngine.Expected.Where(engine => engine.Missing is null).Select(engine => engine.Versions));
        SaidByBuild.Write("pester-count.txt", $"Pester: {_sum.Passed} passed, {_sum.Failed} failed, {_sum.Skipped} skipped in {_clock.Elapsed.TotalSeconds:0} s ({engines})");
    }
}
