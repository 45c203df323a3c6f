namespace MimCm.Reporting.Tests;

/// <summary>A test in a real browser. Without a browser it is skipped, and the test run prints one line.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly Lazy<string> Reported = new(Report);

    public BrowserFactAttribute()
    {
        if (Browser.MissingReason is not null)
            Skip = Reported.Value;
    }

    private static string Report()
    {
        SkippedTestsReport.Write("report.txt", Browser.MissingReason!);
        return Browser.MissingReason!;
    }
}
