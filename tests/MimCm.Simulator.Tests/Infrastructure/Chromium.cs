using OpenQA.Selenium;

namespace MimCm.Simulator.Tests;

/// <summary>A browser that shows the page of a simulator.</summary>
public sealed class Chromium : BrowserBase
{
    private const string Missing = "The simulator's page was not tested in a browser: there is no chromium with its chromedriver on the PATH.";

    /// <summary>The reason why there is no browser; null if there is one.</summary>
    internal static string? NotHere => IsInstalled ? null : Missing;

    public IWebElement? this[string css] => Driver.FindElements(By.CssSelector(css)).FirstOrDefault();

    /// <summary>The text of the page, including text that is hidden or not in view.</summary>
    public string Text(string css) => Run<string>("return document.querySelector(arguments[0])?.textContent ?? ''", css);

    /// <summary>Opens a page in a window of this size, and waits until it shows the requests.</summary>
    public void Open(Uri address, int width = 1280, int height = 900, params (string Feature, string Value)[] media)
    {
        SetSize(width, height);
        Emulate("", media);
        Driver.Navigate().GoToUrl(address);
        Eventually.True(() => Text("#state") == "Live");
    }
}
