using System.Text;
using System.Text.Json;
using Deque.AxeCore.Commons;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace MimCm.Reporting.Tests;

/// <summary>A headless browser, for the tests of one class (Debian: chromium and chromium-driver).</summary>
public sealed class Browser : IDisposable
{
    private const string Missing = "The report was not tested in a browser: there is no chromium with its chromedriver on the PATH.";

    private readonly string _profile = Directory.CreateTempSubdirectory("mimcm-browser-").FullName;
    private readonly Lazy<ChromeDriver> _driver;

    public Browser() => _driver = new(Start);

    /// <summary>Why there is none here; null where there is one.</summary>
    internal static string? MissingReason { get; } = FindProgram("chromium", "google-chrome", "chrome") is null || FindProgram("chromedriver") is null
        ? Missing : null;

    private ChromeDriver Driver => _driver.Value;

    /// <summary>Opens a page in a window of this width.</summary>
    public void Open(string page, int width, params (string Feature, string Value)[] media)
    {
        var path = Path.Combine(_profile, "report.html");
        File.WriteAllText(path, page, new UTF8Encoding(false));
        Driver.Manage().Logs.GetLog(LogType.Browser);
        SetSize(width, 900);
        Emulate("", media);
        Driver.Navigate().GoToUrl(new Uri(path));
    }

    /// <summary>Shows the open page as it is printed.</summary>
    public void EmulatePrint() => Emulate("print");

    public T Run<T>(string script) => (T)Driver.ExecuteScript(script)!;

    /// <summary>Takes a picture of the whole page, in the folder that MIMCM_SCREENSHOTS names; without it, none.</summary>
    public void TakeScreenshot(string name, int width)
    {
        if (Environment.GetEnvironmentVariable("MIMCM_SCREENSHOTS") is not { Length: > 0 } folder)
            return;

        SetSize(width, (int)Math.Min(12000, Run<long>("return document.documentElement.scrollHeight")));
        Driver.GetScreenshot().SaveAsFile(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.png"));
    }

    /// <summary>What the browser complained of since the page was opened.</summary>
    public IReadOnlyList<string> GetComplaints() => [.. Driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => $"{entry.Level}: {entry.Message}")];

    /// <summary>What axe finds wrong with the page as it stands: rule and element.</summary>
    public IReadOnlyList<string> GetAccessibilityViolations()
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

    private static string? FindProgram(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0)
                .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name)))
            .FirstOrDefault(File.Exists);

    private void SetSize(int width, int height) =>
        Driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    private void Emulate(string medium, params (string Feature, string Value)[] features) =>
        Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
        {
            ["media"] = medium,
            ["features"] = features.Select(feature => new Dictionary<string, object> { ["name"] = feature.Feature, ["value"] = feature.Value }).ToArray(),
        });

    private ChromeDriver Start()
    {
        var options = new ChromeOptions { BinaryLocation = FindProgram("chromium", "google-chrome", "chrome") };
        // The sandbox wants more than the root of a container has; the only pages opened are those of this test.
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server",
            "--disable-background-networking", "--no-first-run", $"--user-data-dir={_profile}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var driver = FindProgram("chromedriver")!;
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver));
        service.SuppressInitialDiagnosticInformation = true;
        return new ChromeDriver(service, options);
    }
}
