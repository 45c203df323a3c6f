using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace MimCm.Bench;

/// <summary>The PowerShell 7 of this machine.</summary>
internal sealed class PowerShellHost
{
    private static readonly string[] Quiet = ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"];

    private readonly string _program;

    private PowerShellHost(string program, string version)
    {
        _program = program;
        Version = version;
    }

    /// <summary>Its version and that of .NET.</summary>
    public string Version { get; }

    /// <summary>Null where there is none.</summary>
    public static async Task<PowerShellHost?> FindAsync(string program)
    {
        try
        {
            using var child = Child.Start(program, [.. Quiet, "-Command", "\"PowerShell $($PSVersionTable.PSVersion) on $([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)\""]);
            return new PowerShellHost(program, (await child.ReadToEndAsync())[0]);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Measures a job in a fresh process.</summary>
    public Child Measure(string job) => Child.Start(_program, [.. Quiet, "-File", Repository.Beside("Measure.ps1"), "-Path", job]);

    /// <summary>Imports a module in a fresh process and makes the first call.</summary>
    public async Task<StartSample> StartAsync(string module, string first, string uri)
    {
        var clock = Stopwatch.StartNew();
        using var child = Child.Start(
            _program,
            [.. Quiet, "-File", Repository.Beside("Start.ps1"), "-Module", module, "-First", first, "-Uri", uri, "-Again", module.Length == 0 ? "0" : "3"],
            new Dictionary<string, string> { ["MIMCM_URI"] = uri });
        var lines = await child.ReadToEndAsync();
        return JsonSerializer.Deserialize<StartSample>(lines[^1])! with { ProcessMilliseconds = clock.Elapsed.TotalMilliseconds };
    }
}
