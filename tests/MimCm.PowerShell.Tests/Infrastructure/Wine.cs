namespace MimCm.PowerShell.Tests;

/// <summary>PowerShell for Windows, run by Wine (tests/Wine): the nearest thing to Windows on a machine without it.</summary>
internal static class Wine
{
    private const string Switch = "MIMCM_TEST_WINE";

    private static readonly string[] Needed = ["/usr/lib/wine/wine64", "/usr/bin/script"];

    /// <summary>Why it is not an engine of this run; null if it is. It takes longer than all other engines, so that it runs only on demand.</summary>
    public static string? Missing =>
        Environment.GetEnvironmentVariable(Switch) != "1" ? $"it runs by Wine with {Switch}=1 (tests/Wine/README.md)"
        : !Needed.All(File.Exists) ? "Wine is not installed"
        : null;

    public static PowerShellEngine CreateEngine(string version, string pesterVersion) =>
        new($"PowerShell {version} for Windows (Wine)", ["bash", Checkout.PathOf("tests", "Wine", "pwsh.sh")], pesterVersion)
        {
            LeftOut = ReadLeftOut("file"),
            ExcludedTags = [.. ReadLeftOut("tag").Keys],
            Setup = new(() => PackedSolution.RunAsync("bash", Checkout.PathOf("tests", "Wine", "setup.sh"))),
        };

    /// <summary>What tests/Wine/left-out.txt names, by its name, with the reason: lines such as "file Name: reason".</summary>
    private static Dictionary<string, string> ReadLeftOut(string kind) =>
        File.ReadLines(Checkout.PathOf("tests", "Wine", "left-out.txt"))
            .Where(line => line.StartsWith(kind + " ", StringComparison.Ordinal))
            .Select(line => line[(kind.Length + 1)..].Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
}
