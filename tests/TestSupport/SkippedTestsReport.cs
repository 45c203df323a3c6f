namespace MimCm.Tests;

/// <summary>Lines that the build prints after a test run (build/SkippedTests.targets), because the test runner prints nothing about tests that pass or
/// are skipped.</summary>
internal static class SkippedTestsReport
{
    public static void Write(string file, params string[] lines)
    {
        var folder = Directory.CreateDirectory(Checkout.PathOf("out", "left-out"));
        File.WriteAllLines(Path.Combine(folder.FullName, file), lines);
    }
}
