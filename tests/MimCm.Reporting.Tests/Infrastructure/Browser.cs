using System.Text;
using OpenQA.Selenium;

namespace MimCm.Reporting.Tests;

/// <summary>A browser that shows reports.</summary>
public sealed class Browser : BrowserBase
{
    private const string Missing = "The report was not tested in a browser: there is no chromium with its chromedriver on the PATH.";

    /// <summary>Why there is none here; null where there is one.</summary>
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

    /// <summary>Shows the open page as it is printed.</summary>
    public void EmulatePrint() => Emulate("print");

    /// <summary>Takes a picture of the whole page, in the folder that MIMCM_SCREENSHOTS names; without it, none.</summary>
    public void TakeScreenshot(string name, int width)
    {
        if (Environment.GetEnvironmentVariable("MIMCM_SCREENSHOTS") is not { Length: > 0 } folder)
            return;

        SetSize(width, (int)Math.Min(12000, Run<long>("return document.documentElement.scrollHeight")));
        Driver.GetScreenshot().SaveAsFile(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.png"));
    }
}
