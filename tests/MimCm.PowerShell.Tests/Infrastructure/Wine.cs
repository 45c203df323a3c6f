namespace MimCm.PowerShell.Tests;

/// <summary>PowerShell for Windows, run by Wine (tests/Wine), on a machine without Windows.</summary>
internal static class Wine
{
    private const string Switch = "MIMCM_TEST_WINE";
    private const string All = "all";

    // The first time, it downloads files.
    private static readonly TimeSpan SetupLimit = TimeSpan.FromMinutes(5);

    private static readonly string[] Needed = ["/usr/lib/wine/wine64", "/usr/bin/script"];

    private static readonly string Wanted = Environment.GetEnvironmentVariable(Switch) ?? "";

    /// <summary>The reason why it is not used in this run; null if it is used.</summary>
    public static string? Missing =>
        Wanted == "0" ? $"{Switch} is 0"
        : Needed.All(File.Exists) ? null
        : "Wine is not installed (tests/Wine/README.md)";

    /// <summary>The files and tests that are not run in it, as lines.</summary>
    public static IEnumerable<string> LeftOut
    {
        get
        {
            yield return $"Left out on PowerShell for Windows: {Names("file")} and tests tagged {Names("tag")}, for the reasons in tests/Wine/left-out.txt.";
            if (Wanted != All)
                yield return $"Left out on PowerShell for Windows unless {Switch} is {All}: {Names("demand")}.";
        }
    }

    public static PowerShellEngine CreateEngine(string version, string pesterVersion) =>
        new($"PowerShell {version} for Windows (Wine)", ["bash", Checkout.PathOf("tests", "Wine", "pwsh.sh")], pesterVersion)
        {
            IsEmulated = true,
            LeftOut = Wanted == All ? ReadLeftOut("file") : [.. ReadLeftOut("file"), .. ReadLeftOut("demand")],
            ExcludedTags = ReadLeftOut("tag"),
            Setup = new(() => PackedSolution.RunAsync(SetupLimit, "bash", Checkout.PathOf("tests", "Wine", "setup.sh"))),
        };

    private static string Names(string kind) => string.Join(", ", ReadLeftOut(kind));

    /// <summary>The entries of tests/Wine/left-out.txt: lines such as "file Name: reason".</summary>
    private static List<string> ReadLeftOut(string kind) =>
    [
        .. from line in File.ReadLines(Checkout.PathOf("tests", "Wine", "left-out.txt"))
           where line.StartsWith(kind + " ", StringComparison.Ordinal)
           select line[(kind.Length + 1)..].Split(": ", 2)[0],
    ];
}
