using System.Text.Json;
using Deque.AxeCore.Commons;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace MimCm.Tests;

/// <summary>A headless Chromium for the tests of one class (Debian: chromium and chromium-driver). It is started when it is first used.</summary>
public abstract class BrowserBase : IDisposable
{
    private readonly Lazy<ChromeDriver> _driver;

    protected BrowserBase() => _driver = new(Start);

    /// <summary>Whether a browser and its driver are on the PATH.</summary>
    internal static bool IsInstalled { get; } = FindBrowser() is not null && FindProgram("chromedriver") is not null;

    public ChromeDriver Driver => _driver.Value;

    /// <summary>The folder of the browser's profile. It is deleted at the end.</summary>
    protected string Profile { get; } = Directory.CreateTempSubdirectory("mimcm-browser-").FullName;

    public T Run<T>(string script, params object[] arguments) => (T)Driver.ExecuteScript(script, arguments)!;

    /// <summary>Returns the messages that the browser logged since the last call.</summary>
    public IReadOnlyList<string> GetComplaints() => [.. Driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => $"{entry.Level}: {entry.Message}")];

    /// <summary>Returns the accessibility problems that axe finds in the page: rule and element.</summary>
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

        Directory.Delete(Profile, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected void SetSize(int width, int height) =>
        Driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    /// <summary>Emulates a medium, such as print (empty for the screen), and media features, such as a dark color scheme.</summary>
    protected void Emulate(string medium, params (string Feature, string Value)[] features) =>
        Driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
        {
            ["media"] = medium,
            ["features"] = features.Select(feature => new Dictionary<string, object> { ["name"] = feature.Feature, ["value"] = feature.Value }).ToArray(),
        });

    private static string? FindBrowser() => FindProgram("chromium", "google-chrome", "chrome");

    private static string? FindProgram(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0)
                .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name)))
            .FirstOrDefault(File.Exists);

    private ChromeDriver Start()
    {
        var options = new ChromeOptions { BinaryLocation = FindBrowser() };
        // The sandbox does not work as root in a container. Only the pages of this test are opened.
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server",
            "--disable-background-networking", "--no-first-run", $"--user-data-dir={Profile}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var driver = FindProgram("chromedriver")!;
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver));
        service.SuppressInitialDiagnosticInformation = true;
        return new ChromeDriver(service, options);
    }
}
