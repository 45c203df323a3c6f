namespace MimCm.PowerShell.Tests;

/// <summary>Lines that the build prints after a test run, which itself prints nothing of tests that pass or are skipped.</summary>
internal static class SaidByBuild
{
    public static void Write(string file, params string[] lines)
    {
        var folder = Repository.PathOf("out", "left-out");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, file), lines);
    }
}
