using System.ComponentModel;
using System.Diagnostics;

namespace MimCm.DirectoryServices.Tests;

/// <summary>Runs a script in a separate PowerShell, which inherits the ticket of this process.</summary>
internal static class PowerShellProcess
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>Runs a script with the module imported.</summary>
    /// <returns>The output of the script.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var file = Path.Combine(NativeEnvironment.Folder, $"{Guid.NewGuid()}.ps1");
        var module = Checkout.PathOf("out", "MimCm", "MimCm.psd1");
        await File.WriteAllTextAsync(file, $"{script}\n");
        string[] all = ["-NoProfile", "-NonInteractive", "-File", file, module, .. arguments];
        return await TryRunAsync("pwsh", all) ?? await RunToolAsync(all);
    }

    /// <summary>Runs the dotnet tool that <c>.config/dotnet-tools.json</c> names.</summary>
    private static async Task<string> RunToolAsync(string[] arguments)
    {
        await TryRunAsync("dotnet", ["tool", "restore"]);
        return (await TryRunAsync("dotnet", ["tool", "run", "pwsh", "--", .. arguments]))!;
    }

    /// <summary>Runs a program; null if there is no program with this name.</summary>
    private static async Task<string?> TryRunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Checkout.Root };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        try
        {
            var (exitCode, output, errors) = await ChildProcess.RunAsync(start, Timeout);
            Assert.True(exitCode == 0, errors + output);
            return output;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
