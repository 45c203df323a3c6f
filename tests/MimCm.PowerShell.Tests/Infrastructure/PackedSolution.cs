using System.Diagnostics;
using System.Globalization;

namespace MimCm.PowerShell.Tests;

/// <summary>The packages of this build, created twice.</summary>
public sealed class PackedSolution : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mimcm-packages-");

    /// <summary>The folder of the packages.</summary>
    public string First => Path.Combine(_folder.FullName, "first");

    /// <summary>The folder of the second time.</summary>
    public string Second => Path.Combine(_folder.FullName, "second");

    /// <summary>A folder for the files of a test.</summary>
    public string Scratch => Path.Combine(_folder.FullName, "scratch");

    /// <summary>The file of a package.</summary>
    public string PathOf(string id, string extension = "nupkg") => Path.Combine(First, $"{id}.{ModuleManifest.Strings("ModuleVersion").Single()}.{extension}");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var configuration = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Repository.Configuration);
        foreach (var folder in new[] { First, Second })
        {
            await RunAsync("dotnet", "pack", Checkout.PathOf("MimCm.sln"),
                "--no-build", "--configuration", configuration, "--output", folder, "-nodeReuse:false");
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs a program to its end and returns its output.</summary>
    internal static Task<string> RunAsync(string program, params string[] arguments) => RunAsync(TimeSpan.FromMinutes(3), program, arguments);

    /// <summary>The same, for a program that may take longer.</summary>
    internal static async Task<string> RunAsync(TimeSpan limit, string program, params string[] arguments)
    {
        var (exitCode, output, errors) = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), limit);
        var said = output + errors;
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}.\n{said}");
        return said;
    }
}
