using System.Diagnostics;

namespace MimCm.PowerShell.Tests;

/// <summary>A PowerShell of this machine, or why it can't be used.</summary>
internal sealed class PowerShellEngine
{
    private const string Probe =
        "$found = Get-Module -Name Pester -ListAvailable | Sort-Object -Property Version | Select-Object -Last 1; "
        + "\"$($PSVersionTable.PSVersion)|$(if ($found) { $found.Version })\"";

    private static readonly Version OldestPester = new(5, 5);

    private PowerShellEngine(string name, string? path, string versions, string? missing)
    {
        Name = name;
        Path = path ?? "";
        Versions = versions;
        Missing = missing;
    }

    /// <summary>Those that a machine of this kind should have: pwsh, and on Windows the one that comes with it.</summary>
    public static IReadOnlyList<PowerShellEngine> Expected { get; } =
        [.. (OperatingSystem.IsWindows() ? new[] { "pwsh", "powershell" } : ["pwsh"]).Select(Find)];

    public string Name { get; }

    public string Path { get; }

    /// <summary>For people: the versions of it and of its Pester.</summary>
    public string Versions { get; }

    /// <summary>Why the Pester tests can't run in it; null where they can.</summary>
    public string? Missing { get; }

    /// <summary>Starts it in a way that asks nobody and reads nobody's profile.</summary>
    public static ProcessStartInfo Start(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-NoProfile", "-NonInteractive", .. arguments])
            start.ArgumentList.Add(argument);

        start.Environment["NO_COLOR"] = "1";
        return start;
    }

    private static PowerShellEngine Find(string name)
    {
        if (PathOf(OperatingSystem.IsWindows() ? $"{name}.exe" : name) is not { } path)
            return new(name, null, "", $"{name} is not on the PATH");

        using var process = Process.Start(Start(path, "-Command", Probe))!;
        process.StandardInput.Close();
        var problem = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd().Trim().Split('|');
        if (answer is not [var engine, var pester])
            return new(name, path, "", $"{name} does not run: {problem.Result.Trim().Split('\n')[0]}");

        if (pester.Length == 0)
            return new(name, path, engine, $"{name} {engine} has no Pester; Install-Module Pester gets it");

        return Version.Parse(pester) < OldestPester
            ? new(name, path, engine, $"{name} {engine} has Pester {pester}, and {OldestPester} or newer is needed; Install-Module Pester gets it")
            : new(name, path, $"{name} {engine}, Pester {pester}", missing: null);
    }

    private static string? PathOf(string file) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => System.IO.Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
}
