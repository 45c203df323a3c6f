using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace MimCm.QuickStart.Tests;

/// <summary>The sample, run as a person runs it.</summary>
public sealed class QuickStartTests : IDisposable
{
    private static readonly string Built = typeof(QuickStartTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "QuickStart").Value!;

    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("mimcm-quickstart");

    public void Dispose() => _copy.Delete(recursive: true);

    [Fact]
    public async Task Does_the_main_job_and_the_server_agrees()
    {
        var (exitCode, output) = await RunAsync(Built);

        Assert.True(exitCode == 0, output);
        Assert.Contains("The server does not allow this with request a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099 (403)", output, StringComparison.Ordinal);
        Assert.Contains("the server agrees", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_it_through_the_client_and_says_so_where_there_is_no_PowerShell()
    {
        var (exitCode, output) = await RunAsync(Built, path: WithoutPowerShell());

        Assert.True(exitCode == 0, output);
        Assert.Single(output.Split('\n'), line => line.StartsWith("There is no PowerShell here", StringComparison.Ordinal));
        Assert.Contains("the server agrees", output, StringComparison.Ordinal);
    }

    [RequiresPowerShellTheory]
    [InlineData("exit 3", 3)]
    [InlineData("'Nothing was done.'", 1)]
    public async Task Fails_when_the_session_fails_or_the_server_says_otherwise(string script, int expected)
    {
        foreach (var file in Directory.GetFiles(Built))
            File.Copy(file, Path.Combine(_copy.FullName, Path.GetFileName(file)));

        await File.WriteAllTextAsync(Path.Combine(_copy.FullName, "Session.ps1"), $"param($Module, $Server)\n{script}\n");

        var (exitCode, output) = await RunAsync(_copy.FullName);

        Assert.True(exitCode == expected, output);
        Assert.Contains("not what it should be", output, StringComparison.Ordinal);
    }

    /// <summary>A PATH that has dotnet and nothing else.</summary>
    private string WithoutPowerShell()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return Path.GetDirectoryName(Environment.ProcessPath)!;

        File.CreateSymbolicLink(Path.Combine(_copy.FullName, "dotnet"), Environment.ProcessPath!);
        return _copy.FullName;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, string? path = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(folder, "QuickStart.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null)
            start.Environment["PATH"] = path;

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
