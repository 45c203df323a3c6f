namespace MimCm.PowerShell.Tests;

/// <summary>The Pester files, against the module and the simulator of this build.</summary>
[Collection(ModuleFolderCollection.Name)]
public sealed class PesterTests(PesterRuns runs) : IClassFixture<PesterRuns>
{
    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var engine in PowerShellEngine.Expected.Where(engine => engine.Missing is null))
            {
                foreach (var file in PesterRuns.Files())
                    data.Add(file, engine.Name);
            }

            return data;
        }
    }

    [PesterTheory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file, string engine)
    {
        var result = await runs.Of(file, engine);

        Assert.True(result.Failed == 0, $"{file} in {engine}\n{result.Report}");
        Assert.True(result.Passed + result.Skipped > 0, $"{file} has no tests.\n{result.Report}");
    }

    [Fact]
    public void WhatIsLeftOutIsSaid()
    {
        var missing = PowerShellEngine.Expected.Where(engine => engine.Missing is not null).Select(engine => $"Left out: the Pester tests, because {engine.Missing}.").ToArray();
        if (missing.Length > 0)
            SaidByBuild.Write("pester.txt", missing);

        Assert.Equal(PowerShellEngine.Expected.Count(engine => engine.Missing is not null), missing.Length);
    }
}
