using System.ComponentModel;
using System.Diagnostics;

namespace MimCm.QuickStart;

/// <summary>A PowerShell to run a script in: the first that is there of pwsh on the PATH, the dotnet tool that the repository
/// names, and powershell.exe.</summary>
internal sealed class PowerShellHost
{
    private readonly string _file;
    private readonly string[] _arguments;
    private readonly string _folder;

    private PowerShellHost(string name, string folder, string file, params string[] arguments)
    {
        Name = name;
        _folder = folder;
        _file = file;
        _arguments = arguments;
    }

    public string Name { get; }

    /// <param name="root">The repository, whose .config names the tool.</param>
    public static PowerShellHost? Find(string root)
    {
        PowerShellHost[] candidates =
        [
            new("pwsh", root, "pwsh"),
            new("pwsh, the dotnet tool", root, "dotnet", "tool", "run", "pwsh", "--"),
            new("powershell.exe", root, "powershell.exe"),
        ];

        foreach (var candidate in candidates)
        {
            if (candidate._file == "dotnet" && candidate.Try(["tool", "restore"], withArguments: false) != 0)
                continue;

            if (candidate.Try(["-NoProfile", "-NonInteractive", "-Command", "exit 0"]) == 0)
                return candidate;
        }

        return null;
    }

    /// <summary>Runs a script with its output on the console; the exit code.</summary>
    public async Task<int> RunAsync(string script, string module, Uri server)
    {
        var start = StartInfo(["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script, "-Module", module, "-Server", server.AbsoluteUri]);
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs it quietly; null when it isn't there or doesn't end.</summary>
    private int? Try(string[] arguments, bool withArguments = true)
    {
        var start = StartInfo(arguments, withArguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(TimeSpan.FromMinutes(2)))
                return process.ExitCode;

            process.Kill(entireProcessTree: true);
        }
        catch (Win32Exception)
        {
            // There is no such program.
        }

        return null;
    }

    private ProcessStartInfo StartInfo(string[] arguments, bool withArguments = true) =>
        new(_file, withArguments ? [.. _arguments, .. arguments] : arguments) { WorkingDirectory = _folder };
}
