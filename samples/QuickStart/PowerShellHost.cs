using System.ComponentModel;
using System.Diagnostics;

namespace MimCm.QuickStart;

/// <summary>A PowerShell to run a script in.</summary>
internal sealed class PowerShellHost
{
    private const string Version = "$PSVersionTable.PSVersion.ToString()";
    private const string Home = "$PSHOME";

    private static readonly Version OldestPowerShell = new(7, 4);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly string[] _command;

    private PowerShellHost(string name, params string[] command)
    {
        Name = name;
        _command = command;
    }

    /// <summary>For people: what it is and where it is from.</summary>
    public string Name { get; }

    /// <summary>The first that is there of pwsh 7.4 or newer on the PATH, the dotnet tool that the repository names, which is restored where that has
    /// not been done, and Windows PowerShell.</summary>
    /// <param name="root">The repository, whose .config names the tool.</param>
    /// <returns>Null, with the reason, where there is none.</returns>
    public static PowerShellHost? Find(string root, out string reason)
    {
        reason = "";
        var onPath = Run(root, ["pwsh"], Version);
        if (onPath.ExitCode == 0 && System.Version.TryParse(onPath.Output.Split('-')[0], out var version) && version >= OldestPowerShell)
            return new($"PowerShell {onPath.Output}", "pwsh");

        string[] tool = ["dotnet", "tool", "run", "pwsh", "--"];
        var home = Run(root, tool, Home);
        if (home.ExitCode != 0)
        {
            Console.WriteLine("PowerShell is being restored as a dotnet tool (.config/dotnet-tools.json). This is done once and takes up to a minute.");
            var restored = Start(root, ["dotnet", "tool", "restore"]);
            home = restored.ExitCode == 0 ? Run(root, tool, Home) : restored;
        }

        // The command of the tool is a launcher. The engine itself is the assembly in its home.
        if (home.ExitCode == 0)
            return new("PowerShell, restored as a dotnet tool", "dotnet", Path.Combine(home.Output, "pwsh.dll"));

        reason = home.Output;
        return OperatingSystem.IsWindows() && Run(root, ["powershell.exe"], Version) is { ExitCode: 0, Output: var windows }
            ? new($"Windows PowerShell {windows}", "powershell.exe")
            : null;
    }

    /// <summary>Runs a script with its output on the console.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string script, string module, Uri server)
    {
        using var process = Process.Start(new ProcessStartInfo(
            _command[0],
            [.. _command.Skip(1), "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script, "-Module", module, "-Server", server.AbsoluteUri]))!;
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

    private static (int ExitCode, string Output) Run(string folder, string[] command, string expression) =>
        Start(folder, [.. command, "-NoProfile", "-NonInteractive", "-Command", expression]);

    /// <summary>Runs a command quietly. Its output is what it printed, or why it could not be run.</summary>
    private static (int ExitCode, string Output) Start(string folder, string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(Timeout))
                return (process.ExitCode, process.ExitCode == 0 ? output.Result.Trim() : (errors.Result + output.Result).Trim());

            process.Kill(entireProcessTree: true);
            return (-1, $"{string.Join(' ', command)} did not end within {Timeout.TotalMinutes} minutes.");
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
