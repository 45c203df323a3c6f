using System.Diagnostics;
using System.Text.Json;

namespace MimCm.PowerShell.Tests;

/// <summary>The Pester files, each in a PowerShell of its own, against the module and the simulator of this build.</summary>
public sealed class PesterTests(PesterCount count) : IClassFixture<PesterCount>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = Directory.GetFiles(Repository.PathOf("tests", "Pester"), "*.Tests.ps1").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToArray();
            var data = new TheoryData<string, string>();
            foreach (var engine in PowerShellEngine.Expected.Where(engine => engine.Missing is null))
            {
                foreach (var file in files)
                    data.Add(file, engine.Name);
            }

            return data;
        }
    }

    [PesterTheory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file, string engine)
    {
        var (result, report) = await RunAsync(file, PowerShellEngine.Expected.Single(one => one.Name == engine).Path);

        Assert.True(result is not null, $"{file} did not come to its end in {engine}.\n{report}");
        count.Add(result);
        Assert.True(result.Failed == 0, report);
        Assert.True(result.Passed > 0, $"{file} has no tests.\n{report}");
    }

    [Fact]
    public void WhatIsLeftOutIsSaid()
    {
        var missing = PowerShellEngine.Expected.Where(engine => engine.Missing is not null).Select(engine => $"Left out: the Pester tests, because {engine.Missing}.").ToArray();
        if (missing.Length > 0)
            SaidByBuild.Write("pester.txt", missing);

        Assert.Equal(PowerShellEngine.Expected.Count(engine => engine.Missing is not null), missing.Length);
    }

    private static async Task<(PesterResult? Result, string Report)> RunAsync(string file, string engine)
    {
        var summary = Path.GetTempFileName();
        var tests = Repository.PathOf("tests", "Pester");
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
        return (text.Length == 0 ? null : JsonSerializer.Deserialize<PesterResult>(text), report);
    }
}
