using System.Diagnostics;
using System.Reflection;

namespace MimCm.QuickStart.Tests;

/// <summary>The sample, run as by a user.</summary>
public sealed class QuickStartTests : IDisposable
{
    private static readonly string Built = typeof(QuickStartTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "QuickStart").Value!;

    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("mimcm-quickstart");

    public void Dispose() => _copy.Delete(recursive: true);

    [Fact]
    public async Task CompletesTheSessionThroughTheCmdletsAndChecksTheServer()
    {
        var (exitCode, output) = await RunAsync(Built);

        Assert.True(exitCode == 0, output);
        Assert.Contains("PS> Get-CmRequest a9b4b42c", output, StringComparison.Ordinal);
        Assert.Contains("The server refused to change request a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099 (403 Forbidden)", output, StringComparison.Ordinal);
        Assert.Contains("the server agrees", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UsesTheClientAndWritesAMessageIfPowerShellCannotBeRestored()
    {
        var (exitCode, output) = await RunAsync(Built, WithoutPowerShell());

        Assert.True(exitCode == 0, output);
        Assert.Single(output.Split('\n'),
            line => line.StartsWith("PowerShell is not installed, and the dotnet tool could not be restored", StringComparison.Ordinal));
        Assert.Single(output.Split('\n'), line => line.StartsWith("This session therefore uses MimCm.Client", StringComparison.Ordinal));
        Assert.Contains("the server agrees", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("'Nothing was done.'", 1)]
    public async Task FailsIfTheSessionFailsOrTheServerHasOtherStatuses(string script, int expected)
    {
        foreach (var file in Directory.GetFiles(Built))
            File.Copy(file, Path.Combine(_copy.FullName, Path.GetFileName(file)));

        await File.WriteAllTextAsync(Path.Combine(_copy.FullName, "Session.ps1"), $"param($Module, $Server)\n{script}\n");

        var (exitCode, output) = await RunAsync(_copy.FullName);

        Assert.True(exitCode == expected, output);
        Assert.Contains("not what it should be", output, StringComparison.Ordinal);
    }

    /// <summary>An environment in which dotnet is the only program on the PATH, and NuGet has no source and no package.</summary>
    private Dictionary<string, string> WithoutPowerShell()
    {
        var folder = _copy.FullName;
        foreach (var configuration in (string[])[Path.Combine(folder, ".nuget", "NuGet"), Path.Combine(folder, "NuGet")])
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(configuration).FullName, "NuGet.Config"),
                "<configuration><packageSources><clear /></packageSources></configuration>");
        }

        var path = Path.GetDirectoryName(Environment.ProcessPath)!;
        if (!OperatingSystem.IsWindows())
        {
            path = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
            File.CreateSymbolicLink(Path.Combine(path, "dotnet"), Environment.ProcessPath!);
        }

        return new()
        {
            ["PATH"] = path,
            ["HOME"] = folder,
            ["APPDATA"] = folder,
            ["DOTNET_CLI_HOME"] = folder,
            ["NUGET_PACKAGES"] = Path.Combine(folder, "packages"),
        };
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(folder, "QuickStart.dll")]);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;

        var (exitCode, output, errors) = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(2));
        return (exitCode, output + errors);
    }
}
