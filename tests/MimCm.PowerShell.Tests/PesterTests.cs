namespace MimCm.PowerShell.Tests;

/// <summary>The Pester files, against the module and the simulator of this build.</summary>
[Collection(ModuleFolderCollection.Name)]
public sealed class PesterTests(PesterRuns runs) : IClassFixture<PesterRuns>
{
    private const string NoEngine = "no PowerShell";

    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var engine in PowerShellEngines.Available)
            {
                foreach (var file in PesterRuns.Files(engine))
                    data.Add(file, engine.Name);
            }

            if (PowerShellEngines.Available.Count == 0)
                data.Add("all files", NoEngine);

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EachFilePasses(string file, string engine)
    {
        Assert.True(engine != NoEngine, PowerShellEngines.HowToGetOne);

        var result = await runs.ResultOf(file, engine);

        // The cmdlets must have been tested.
        Assert.True(result.NotRun is null || PowerShellEngines.Available.Any(one => !one.IsEmulated), result.NotRun);
        Assert.True(result.Failed == 0, $"{file} in {engine}\n{string.Join('\n', result.Failures)}");
        Assert.True(result.NotRun is not null || result.Passed + result.Skipped > 0, $"{file} has no tests.");
    }

    [Fact]
    public void FilesNamedForAnEngineExist()
    {
        var named = PowerShellEngines.Available.SelectMany(engine => engine.LeftOut.Concat(engine.Only ?? []));

        Assert.All(named, file => Assert.Contains(file, PesterRuns.Files()));
    }
}
