using System.Text.Json;
using Deque.AxeCore.Commons;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace MimCm.Simulator.Tests;

/// <summary>A headless browser, for the tests of one class (Debian: chromium and chromium-driver).</summary>
public sealed class Chromium : IDisposable
{
    private const string Missing = "The simulator's page was not tested in a browser: there is no chromium with its chromedriver on the PATH.";

    private readonly string _profile = Directory.CreateTempSubdirectory("mimcm-browser-").FullName;
    private readonly Lazy<ChromeDriver> _driver;

    public Chromium() => _driver = new(Start);

    /// <summary>Why there is none here; null where there is.</summary>
    internal static string? NotHere { get; } = Program("chromium", "google-chrome", "chrome") is null || Program("chromedriver") is null ? Missing : null;

    public ChromeDriver Driver => _driver.Value;

    public IWebElement? this[string css] => Driver.FindElements(By.CssSelector(css)).FirstOrDefault();

    /// <summary>What a person reads there, hidden or not in view.</summary>
    public string Text(string css) => Run<string>("return document.querySelector(arguments[0])?.textContent ?? ''", css);

    public T Run<T>(string script, params object[] arguments) => (T)Driver.ExecuteScript(script, arguments)!;

    /// <summary>Opens a page in a window of this size, and waits until it shows what the server holds.</summary>
    public void Open(Uri address, int width = 1280, int height = 900, params (string Feature, string Value)[] media)
    {
        Driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width,
            ["height"] = height,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = false,
        });
        Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
        {
            ["features"] = media.Select(m => new Dictionary<string, object> { ["name"] = m.Feature, ["value"] = m.Value }).ToArray(),
        });
        Driver.Navigate().GoToUrl(address);
        Until(() => Text("#state") == "Live");
    }

    /// <summary>Waits until something holds, for as long as a person would be content to.</summary>
    public static void Until(Func<bool> holds, double seconds = 10)
    {
        var end = DateTime.UtcNow.AddSeconds(seconds);
        while (!holds())
        {
            Assert.True(DateTime.UtcNow < end, $"It did not come within {seconds} s.");
            Thread.Sleep(50);
        }
    }

    /// <summary>What the browser complained of since the last time it was asked.</summary>
    public IReadOnlyList<string> Complaints() => [.. Driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => $"{entry.Level}: {entry.Message}")];

    /// <summary>What axe finds wrong with the page as it stands: rule and element.</summary>
    public IReadOnlyList<string> Barriers()
    {
        Driver.ExecuteScript(new BundledAxeScriptProvider().GetScript());
        var json = (string)Driver.ExecuteAsyncScript("""
            const done = arguments[arguments.length - 1];
            axe.run().then(found => done(JSON.stringify(found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html} ${n.failureSummary}`)))));
            """)!;
        return JsonSerializer.Deserialize<string[]>(json)!;
    }

    public void Dispose()
    {
        if (_driver.IsValueCreated)
            Driver.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static string? Program(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0)
                .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name)))
            .FirstOrDefault(File.Exists);

    private ChromeDriver Start()
    {
        var options = new ChromeOptions { BinaryLocation = Program("chromium", "google-chrome", "chrome") };
        // The sandbox needs more than the root of a container has; the only pages opened are those of this test.
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server",
            "--disable-background-networking", "--no-first-run", $"--user-data-dir={_profile}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var driver = Program("chromedriver")!;
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver));
        service.SuppressInitialDiagnosticInformation = true;
        return new ChromeDriver(service, options);
    }
}
