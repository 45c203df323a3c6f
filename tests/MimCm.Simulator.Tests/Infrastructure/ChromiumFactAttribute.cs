namespace MimCm.Simulator.Tests;

/// <summary>A test in a real browser. Without a browser it is skipped, and the test run prints one line.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly Lazy<string> Said = new(Say);

    public ChromiumFactAttribute()
    {
        if (Chromium.NotHere is not null)
            Skip = Said.Value;
    }

    private static string Say()
    {
        SkippedTestsReport.Write("simulator.txt", Chromium.NotHere!);
        return Chromium.NotHere!;
    }
}
