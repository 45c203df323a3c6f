using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace MimCm.Bench;

/// <summary>The PowerShell 7 that is installed on this machine.</summary>
internal sealed class PowerShellHost
{
    private static readonly string[] Quiet = ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"];

    private readonly string _program;

    private PowerShellHost(string program, string version)
    {
        _program = program;
        Version = version;
    }

    /// <summary>The versions of PowerShell and .NET.</summary>
    public string Version { get; }

    /// <summary>Finds PowerShell; null where it is not installed.</summary>
    public static async Task<PowerShellHost?> FindAsync(string program)
    {
        try
        {
            const string Version = "\"PowerShell $($PSVersionTable.PSVersion) on $([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)\"";
            using var child = ChildProcess.Start(program, [.. Quiet, "-Command", Version]);
            return new PowerShellHost(program, (await child.ReadToEndAsync())[0]);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Measures a job in a new process.</summary>
    public ChildProcess Measure(string job) => ChildProcess.Start(_program, [.. Quiet, "-File", RepositoryPaths.Beside("Measure-Request.ps1"), "-Path", job]);

    /// <summary>Imports a module in a new process and makes the first call.</summary>
    public async Task<StartupMeasurement> StartAsync(string module, string first, string uri)
    {
        var clock = Stopwatch.StartNew();
        using var child = ChildProcess.Start(
            _program,
            [
                .. Quiet, "-File", RepositoryPaths.Beside("Measure-Startup.ps1"),
                "-Module", module, "-First", first, "-Uri", uri, "-Again", module.Length == 0 ? "0" : "3",
            ],
            new Dictionary<string, string> { ["MIMCM_URI"] = uri });
        var lines = await child.ReadToEndAsync();
        return JsonSerializer.Deserialize<StartupMeasurement>(lines[^1])! with { ProcessMilliseconds = clock.Elapsed.TotalMilliseconds };
    }
}
