namespace MimCm.Reporting.Tests;

/// <summary>A test in a real browser. Where there is none it is left out, and the one who runs all tests is told so in one line.</summary>
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
