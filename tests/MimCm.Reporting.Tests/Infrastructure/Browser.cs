using System.Text;
using OpenQA.Selenium;

namespace MimCm.Reporting.Tests;

/// <summary>A browser that shows reports.</summary>
public sealed class Browser : BrowserBase
{
    private const string Missing = "The report was not tested in a browser: there is no chromium with its chromedriver on the PATH.";

    /// <summary>The reason why there is no browser; null if there is one.</summary>
    internal static string? MissingReason => IsInstalled ? null : Missing;

    /// <summary>Opens a page in a window of this width.</summary>
    public void Open(string page, int width, params (string Feature, string Value)[] media)
    {
        var path = Path.Combine(Profile, "report.html");
        File.WriteAllText(path, page, new UTF8Encoding(false));
        GetComplaints();
        SetSize(width, 900);
        Emulate("", media);
        Driver.Navigate().GoToUrl(new Uri(path));
    }

    /// <summary>Shows the open page as printed.</summary>
    public void EmulatePrint() => Emulate("print");

    /// <summary>Saves a screenshot of the page to the folder in MIMCM_SCREENSHOTS, if it is set.</summary>
    public void TakeScreenshot(string name, int width)
    {
        if (Environment.GetEnvironmentVariable("MIMCM_SCREENSHOTS") is not { Length: > 0 } folder)
            return;

        SetSize(width, (int)Math.Min(12000, Run<long>("return document.documentElement.scrollHeight")));
        Driver.GetScreenshot().SaveAsFile(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.png"));
    }
}
