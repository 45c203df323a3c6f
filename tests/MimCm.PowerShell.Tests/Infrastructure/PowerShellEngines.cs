using System.ComponentModel;
using System.Diagnostics;

namespace MimCm.PowerShell.Tests;

/// <summary>Finds the PowerShells to test with: the dotnet tool that <c>.config/dotnet-tools.json</c> names, pwsh on the PATH where that is another
/// version, and Windows PowerShell on Windows.</summary>
internal static class PowerShellEngines
{
    private const string Probe = "\"$PSHOME|$($PSVersionTable.PSVersion)\"";

    private static readonly Version OldestPowerShell = new(7, 4);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    // The example of docs/testing-your-scripts.md, and files with much data and many blocks.
    private static readonly string[] FilesForOldestPester = ["TestingYourScripts.Tests.ps1", "ParameterValues.Tests.ps1", "Views.Tests.ps1"];
    private static readonly List<PowerShellEngine> Found = [];
    private static readonly List<string> Reasons = [];

    static PowerShellEngines()
    {
        var pester = Directory.GetDirectories(Checkout.PathOf("out", "modules", "Pester"))
            .Select(folder => Version.Parse(Path.GetFileName(folder))).Order().ToList();
        if (Environment.GetEnvironmentVariable("MIMCM_TEST_PESTER_VERSION") is { Length: > 0 } wanted)
            pester = [Version.Parse(wanted)];

        var tool = AddTool(pester[^1]);
        AddFromPath(tool, pester[0]);
        if (OperatingSystem.IsWindows())
            AddWindowsPowerShell(pester[0]);
        else if (tool is not null && Wine.Missing is null)
            Found.Add(Wine.CreateEngine(tool.ToString(), pester[0].ToString()));

        // If no other engine runs all files with the oldest Pester, the tool runs those that are most likely to differ.
        if (tool is not null && pester.Count > 1 && Found.Count == 1)
            Found.Add(Found[0] with { Name = $"{Found[0].Name} with Pester {pester[0]}", PesterVersion = pester[0].ToString(), Only = FilesForOldestPester });

        if (Environment.GetEnvironmentVariable("MIMCM_TEST_ENGINE") is { Length: > 0 } part
            && Found.RemoveAll(engine => !engine.Name.Contains(part, StringComparison.Ordinal)) > 0)
        {
            Reasons.Add($"MIMCM_TEST_ENGINE is {part}");
        }
    }

    /// <summary>The PowerShells that can be used.</summary>
    public static IReadOnlyList<PowerShellEngine> Available => Found;

    /// <summary>Messages about what is not tested on this machine.</summary>
    public static IEnumerable<string> LeftOut =>
    [
        .. OperatingSystem.IsWindows() ? []
            : Wine.Missing is { } reason ? [$"Left out: PowerShell for Windows, because this is not Windows: {reason}."]
            : Wine.LeftOut,
    ];

    /// <summary>The reason why there is none, and how to get one.</summary>
    public static string HowToGetOne =>
        $"The cmdlets were not tested, as there is no PowerShell: {string.Join("; ", Reasons)}. "
        + "Run `dotnet tool restore` in the repository with access to nuget.org, or install PowerShell 7.4 or newer (https://aka.ms/powershell).";

    /// <summary>Starts it without a profile and not interactive.</summary>
    public static ProcessStartInfo CreateStartInfo(IReadOnlyList<string> command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[.. command.Skip(1), .. arguments])
            start.ArgumentList.Add(argument);

        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";

        // This saves a fifth of the time of short processes.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>Its version; null if it cannot be determined.</summary>
    private static Version? AddTool(Version pester)
    {
        var (exitCode, output) = Run(["dotnet"], "tool", "restore");
        if (exitCode != 0)
        {
            Reasons.Add($"dotnet tool restore failed: {FirstLine(output)}");
            return null;
        }

        // The command of the tool is a launcher. The engine itself is the assembly in its home.
        var answer = RunProbe(["dotnet", "tool", "run", "pwsh", "--"]);
        if (answer is not [var home, var version])
        {
            Reasons.Add("the dotnet tool PowerShell does not run");
            return null;
        }

        Found.Add(new($"PowerShell {version} (dotnet tool)", ["dotnet", Path.Combine(home, "pwsh.dll")], pester.ToString()));
        return ParseVersion(version);
    }

    private static void AddFromPath(Version? tool, Version pester)
    {
        var answer = RunProbe(["pwsh"]);
        if (answer is not [_, var version])
            Reasons.Add("there is no pwsh on the PATH");
        else if (ParseVersion(version) < OldestPowerShell)
            Reasons.Add($"pwsh on the PATH is version {version}");
        else if (ParseVersion(version) != tool)
            Found.Add(new($"PowerShell {version} (PATH)", ["pwsh"], pester.ToString()));
    }

    private static void AddWindowsPowerShell(Version pester)
    {
        if (RunProbe(["powershell.exe"]) is [_, var version])
            Found.Add(new($"Windows PowerShell {version}", ["powershell.exe"], pester.ToString()));
    }

    private static string[] RunProbe(IReadOnlyList<string> command)
    {
        var (exitCode, output) = Run(command, "-NoProfile", "-NonInteractive", "-Command", Probe);
        return exitCode == 0 ? output.Trim().Split('|') : [];
    }

    private static (int ExitCode, string Output) Run(IReadOnlyList<string> command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(CreateStartInfo(command, arguments))!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(Timeout))
                return (process.ExitCode, output.Result + errors.Result);

            process.Kill(entireProcessTree: true);
            return (-1, $"{string.Join(' ', command)} did not end within {Timeout.TotalMinutes} minutes");
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }

    private static Version ParseVersion(string version) => Version.Parse(version.Split('-')[0]);

    private static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim();
}
