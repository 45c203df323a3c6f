using System.Globalization;
using System.Text.RegularExpressions;

namespace MimCm.PowerShell.Tests;

/// <summary>The build uses exact versions: each package with its hash, and each action with its commit.</summary>
public sealed partial class RepositoryTests
{
    [Fact]
    public void EveryProjectHasALockFile()
    {
        var projects = new[] { "benchmarks", "samples", "src", "tests", "tools" }
            .SelectMany(folder => Directory.EnumerateFiles(Checkout.PathOf(folder), "*.csproj", SearchOption.AllDirectories)).ToArray();

        Assert.True(projects.Length > 20);
        Assert.All(projects, project => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), project));
    }

    [Fact]
    public void EveryActionIsPinnedByItsCommitAndHasItsVersionAsAComment()
    {
        var uses = Directory.EnumerateFiles(Checkout.PathOf(".github/workflows"), "*.yml").SelectMany(File.ReadLines)
            .Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(PinnedAction(), line));
    }

    [Fact]
    public void EveryJobRestoresInLockedMode()
    {
        var workflow = File.ReadAllText(Checkout.PathOf(".github/workflows/ci.yml"));
        var checkouts = Regex.Count(workflow, "uses: actions/checkout@");

        Assert.Equal(checkouts, Regex.Count(workflow, "run: dotnet restore MimCm.sln --locked-mode"));
    }

    [Theory]
    [InlineData("-p:ProjectUri=", "repository:docs/cmdlets/")]
    [InlineData("-p:ProjectUri=https://example.com/mimcm", "https://example.com/mimcm/blob/v{0}/docs/cmdlets/")]
    [InlineData("-p:HelpPagesUri=https://example.com/help/", "https://example.com/help/")]
    public async Task OnlineHelpOpensThePagesOfTheProject(string given, string pages)
    {
        var said = await PackedSolution.RunAsync("dotnet", "msbuild", Checkout.PathOf("src/MimCm.PowerShell/MimCm.PowerShell.csproj"),
            "-getProperty:HelpPagesUri", given, "-nodeReuse:false");

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, pages, ModuleManifest.Strings("ModuleVersion").Single()), said.Trim());
    }

    [GeneratedRegex(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedAction();
}
