using MimCm.Client.Tests;

namespace MimCm.Reporting.Tests;

/// <summary>A report in a real browser, with different screens and accessibility needs.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    private const string Hostile = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";

    private static readonly string[] Names = ["CONTOSO\\anna.berg", "CONTOSO\\jürgen.groß", "FABRIKAM\\a.very.long.account.name.that.somebody.chose",
        "CONTOSO\\ليلى"];

    [BrowserFact]
    public void PageIsAccessibleInAnyWidthAndColorScheme()
    {
        var page = Write();
        foreach (var width in new[] { 375, 1280 })
        {
            foreach (var scheme in new[] { "light", "dark" })
            {
                browser.Open(page, width, ("prefers-color-scheme", scheme));

                Assert.Empty(browser.GetAccessibilityViolations());
                Assert.Empty(browser.GetComplaints());
                Assert.True(browser.Run<bool>("return document.documentElement.scrollWidth <= window.innerWidth"), $"The page is wider than {width} pixels.");
                browser.TakeScreenshot($"{width}-{scheme}", width);
            }
        }
    }

    [BrowserFact]
    public void IncompleteReportIsAccessibleToo()
    {
        browser.Open(Write("The server at cm.contoso.com closed the connection."), 1280);

        Assert.Empty(browser.GetAccessibilityViolations());
        Assert.StartsWith("This report is incomplete.", browser.Run<string>("return document.body.innerText"), StringComparison.Ordinal);
        browser.TakeScreenshot("incomplete", 1280);
    }

    [BrowserFact]
    public void InPrintNothingIsCutOffAndTheColorsAreLight()
    {
        browser.Open(Write(), 1040, ("prefers-color-scheme", "dark"));
        browser.EmulatePrint();

        Assert.Equal("rgb(255, 255, 255)", browser.Run<string>("return getComputedStyle(document.body).backgroundColor"));
        Assert.Equal("rgb(0, 0, 0)", browser.Run<string>("return getComputedStyle(document.body).color"));
        Assert.True(browser.Run<bool>("return [...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth + 1)"),
            "A table is wider than the paper.");
        browser.TakeScreenshot("print", 1040);
    }

    [BrowserFact]
    public void OneChartOfEachPairIsShown()
    {
        foreach (var (width, shown) in new[] { (375, "narrow"), (1280, "wide") })
        {
            browser.Open(Write(), width);

            Assert.Equal(3, browser.Run<long>("return [...document.querySelectorAll('.chart')].filter(e => e.getBoundingClientRect().width > 0).length"));
            Assert.True(browser.Run<bool>($"return [...document.querySelectorAll('.chart.{shown}')].every(e => e.getBoundingClientRect().width > 250)"));
        }
    }

    [BrowserFact]
    public void TextFromUsersRunsNoScript()
    {
        browser.Open(TestReport.Write(RequestBuilder.CreateRandom(50, 4),
            context => context with { Server = Hostile, TemplateName = _ => Hostile, UserName = _ => Hostile }), 1280);

        Assert.Equal("Certificate management requests", browser.Run<string>("return document.title"));
        Assert.Equal(0, browser.Run<long>("return document.querySelectorAll('img, script').length"));
        Assert.Empty(browser.GetComplaints());
    }

    private static string Write(string? incompleteReason = null) =>
        TestReport.Write(RequestBuilder.CreateRandom(5000, 42), context => context with
        {
            IncompleteReason = incompleteReason,
            TemplateName = id => $"Smart Card Logon {id.ToString().Substring(0, 2)}",
            UserName = id => Names[id.ToByteArray()[0] % Names.Length],
        });
}
