using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace MimCm.Simulator.Tests;

/// <summary>The page at / in a real browser, while a client makes calls.</summary>
public sealed class DashboardTests(Chromium browser) : IClassFixture<Chromium>
{
    private const string Hostile = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";

    private static readonly StoredRequest[] Three =
    [
        new() { Uuid = Guid.Parse("00000000-0000-4000-8000-000000000001"), Status = 3, Comment = Hostile },
        new() { Uuid = Guid.Parse("00000000-0000-4000-8000-000000000002"), Status = 16, Comment = "waits" },
        new() { Uuid = Guid.Parse("00000000-0000-4000-8000-000000000003"), Status = 8, Comment = "done" },
    ];

    [ChromiumFact]
    public async Task ShowsTheRequestsWithoutErrorsAndWithoutRecordedCalls()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three });
        sim.Host.AddFault(new() { Status = 500 });
        // The page of the previous test still calls its simulator, which has stopped.
        await browser.Driver.Navigate().GoToUrlAsync("about:blank");
        browser.GetComplaints();

        browser.Open(sim.Host.PageAddress);

        Assert.Equal(["Approved", "Pending", "Completed"], Statuses());
        Assert.Equal(["Completedfinal"], Texts("#request-rows tr:has(.final) th"));
        Assert.Equal("3", browser.Text("[data-show='all'] .count"));
        Assert.Equal("1", browser.Text("[data-show='16'] .count"));
        Assert.Equal("None yet.", browser.Text("#call-rows"));
        Assert.Empty(browser.GetComplaints());
        Assert.Empty(sim.Host.Calls);
    }

    [ChromiumFact]
    public async Task ShowsAChangeThatAScriptMakesWithinTwoSeconds()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three });
        browser.Open(sim.Host.PageAddress);

        sim.Host.AddFault(new() { Name = "slow", Method = "PUT", Latency = 5 });
        (await sim.ChangeAsync(Three[0].Uuid, "Abandoned")).Dispose();

        Eventually.True(() => Statuses()[0] == "Failed" && Texts("#call-rows tr").Count == 1);
        Assert.Equal(["Failedfinal"], Texts("#request-rows tr.changed th"));
        Assert.Equal("1", browser.Text("[data-show='changed'] .count"));
        var call = Texts("#call-rows td");
        Assert.Equal(("PUT", "200", "slow"), (call[1], call[3], call[5]));
        Assert.Equal($"requests/{Three[0].Uuid}{{\"status\":\"Abandoned\"}}", call[2]);
        Assert.Matches(@"^\d+(\.\d)?$", call[4]);
        Eventually.True(() => browser.Text("#news") == "New calls: 1, requests changed so far: 1");
        Eventually.True(() => Texts("#request-rows tr.changed").Count == 0);
    }

    [ChromiumFact]
    public async Task CallIsShownInProgressAndThenWithItsResponse()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three });
        sim.Host.AddFault(new() { Latency = 2500, Reset = true });
        browser.Open(sim.Host.PageAddress);

        var call = sim.GetAsync();

        Eventually.True(() => Texts("#call-rows td").ElementAtOrDefault(3) == "in progress");
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Eventually.True(() => Texts("#call-rows td")[3] == "no response");
        sim.Host.ClearCalls();
        Eventually.True(() => browser.Text("#call-rows") == "None yet.");
    }

    [ChromiumFact]
    public async Task BodyIsCutBeforeAnIdAndNotInIt()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three });
        browser.Open(sim.Host.PageAddress);

        foreach (var (start, shown) in new[] { (164, true), (165, false), (199, false) })
        {
            var before = new string('x', start - 1) + " ";
            sim.Host.ClearCalls();
            using var content = new StringContent($"{before}{Three[0].Uuid} and more");
            (await sim.Http.PutAsync($"api/v1.0/requests/{Three[0].Uuid}", content)).Dispose();

            Eventually.True(() => Texts("#call-rows td").ElementAtOrDefault(2)?.EndsWith($"{before}{(shown ? Three[0].Uuid : "")}...",
                StringComparison.Ordinal) == true);
        }
    }

    [ChromiumFact]
    public async Task DataOfARequestIsShownAsText()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three });
        browser.Open(sim.Host.PageAddress);
        (await sim.Http.GetAsync("api/v1.0/requests?status=" + Uri.EscapeDataString(Hostile))).Dispose();
        (await sim.PutAsync(Three[0].Uuid, Hostile)).Dispose();

        Eventually.True(() => Texts("#call-rows tr").Count == 2);

        Assert.Equal(Hostile, Texts("#request-rows td.words")[0]);
        Assert.EndsWith(Hostile, Texts("#call-rows td.path")[0]);
        Assert.Equal("MIM CM simulator", browser.Driver.Title);
        Assert.Equal(0, browser.Run<long>("return document.querySelectorAll('main script, main img').length"));
    }

    [ChromiumFact]
    public async Task FiltersPagesAndPauses()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 1000 });
        browser.Open(sim.Host.PageAddress);
        var pending = sim.Host.Requests(16).Select(r => r.Uuid.ToString()).ToList();

        browser["[data-show='16']"]!.Click();
        Eventually.True(() => Statuses().All(status => status == "Pending"));
        Assert.Equal("true", browser["[data-show='16']"]!.GetAttribute("aria-pressed"));
        Assert.Equal($"Pending, 1 to 10 of {pending.Count}", browser.Text("#requests-caption"));

        browser["#next"]!.Click();
        Eventually.True(() => browser.Text("#requests-caption") == $"Pending, 11 to 20 of {pending.Count}");
        Assert.Equal(pending.Skip(10).Take(10), Texts("#request-rows .id"));

        // One row leaves the page. The row that moves up has not changed and must not be marked as changed.
        sim.Host.SetStatus(Guid.Parse(pending[15]), 3);
        Eventually.True(() => Texts("#request-rows .id").SequenceEqual(pending.Where((_, place) => place != 15).Skip(10).Take(10)));
        Assert.Empty(Texts("#request-rows tr.changed"));

        browser["[data-show='changed']"]!.Click();
        Eventually.True(() => Texts("#request-rows .id").SequenceEqual([pending[15]]));

        browser["#pause"]!.Click();
        Assert.Equal(("Paused", "Resume"), (browser.Text("#state"), browser.Text("#pause")));
        LetTimePass();
        sim.Host.SetStatus(Guid.Parse(pending[16]), 3);
        LetTimePass();
        Assert.Equal("1", browser.Text("[data-show='changed'] .count"));
        browser["#pause"]!.Click();
        Eventually.True(() => Texts("#request-rows .id").SequenceEqual([pending[16], pending[15]]));
    }

    [ChromiumFact]
    public async Task ChangesAreVisibleWithoutScrolling()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 1000 });
        browser.Open(sim.Host.PageAddress, 1280, 900);
        var changed = sim.Host.Requests(16).Last().Uuid;

        (await sim.ChangeAsync(changed, "Canceled")).Dispose();
        var created = await sim.CreateAsync("""{"type":"Enroll","comment":"a new one"}""");

        Eventually.True(() => Texts("#request-rows .id").Take(2).SequenceEqual([$"{created}", $"{changed}"]));
        Eventually.True(() => Texts("#call-rows tr").Count == 2);
        Assert.Equal(["Approved", "Canceled"], Statuses().Take(2));
        Assert.Equal(2, Texts("#request-rows tr.changed").Count);
        const string IsInView = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return box.top >= 0 && box.bottom <= 900";
        foreach (var rows in new[] { "#request-rows", "#call-rows" })
        {
            Assert.True(browser.Run<bool>(IsInView, $"{rows} tr:nth-child(1)"), rows);
            Assert.True(browser.Run<bool>(IsInView, $"{rows} tr:nth-child(2)"), rows);
        }
        Assert.Equal("All requests, changed ones first, 1 to 10 of 1,001", browser.Text("#requests-caption"));
    }

    [ChromiumFact]
    public async Task RequestIsFoundByItsIdAndUpdated()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 1000 });
        browser.Open(sim.Host.PageAddress);
        var id = sim.Host.Requests(16).Last().Uuid;

        browser["#find-id"]!.SendKeys($"api/v1.0/requests/{id}".ToUpperInvariant() + Keys.Enter);

        Eventually.True(() => browser.Text("#find-result").StartsWith("Pending ", StringComparison.Ordinal));
        (await sim.ChangeAsync(id, "Canceled")).Dispose();
        Eventually.True(() => browser.Text("#find-result").StartsWith("Canceled ", StringComparison.Ordinal));

        (string, string)[] misses =
        [
            ($"{Guid.NewGuid()}", "There is no request with this id."),
            ("12", "An id has the form 01234567-89ab-cdef-0123-456789abcdef."),
        ];
        foreach (var (text, result) in misses)
        {
            browser["#find-id"]!.Clear();
            browser["#find-id"]!.SendKeys(text + Keys.Enter);
            Eventually.True(() => browser.Text("#find-result") == result);
        }
        browser["#find-id"]!.SendKeys(Keys.Backspace + Keys.Backspace);
        Eventually.True(() => browser.Text("#find-result") == "");
    }

    [ChromiumFact]
    public async Task IdIsCompletelyVisibleInANarrowWindow()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 1000 });

        browser.Open(sim.Host.PageAddress, 375, 812);

        Assert.True(browser.Run<bool>("""
            return [...document.querySelectorAll('#request-rows .id')].every(cell => {
              const range = document.createRange();
              range.selectNodeContents(cell);
              const lines = [...range.getClientRects()];
              return lines.length === 1 && lines[0].left >= 0 && lines[0].right <= document.documentElement.clientWidth;
            });
            """));
        Assert.Equal("row", browser.Run<string>("return document.querySelector('#request-rows tr').getAttribute('role')"));
    }

    [ChromiumFact]
    public async Task ShowsThatTheSimulatorDoesNotRespondAndThenTheNextOne()
    {
        Uri address;
        await using (var first = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three }))
        {
            address = first.Host.PageAddress;
            (await first.GetAsync()).Dispose();
            browser.Open(address);
            Assert.Equal(3, Statuses().Count);
        }
        Eventually.True(() => browser.Text("#state") == "The simulator does not respond");

        await using var next = await Sim.StartAsync(new SimulatorOptions { Port = address.Port, ExplicitRequests = [Three[1]] });

        Eventually.True(() => browser.Text("#state") == "Live" && Statuses().SequenceEqual(["Pending"]));
        Assert.Equal("None yet.", browser.Text("#call-rows"));
    }

    [ChromiumFact]
    public async Task EveryControlIsReachableByKeyboardWithVisibleFocus()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three });
        browser.Open(sim.Host.PageAddress);
        const string Controls = "const all = [...document.querySelectorAll('a, button, input, [tabindex=\"0\"]')]; ";
        var count = browser.Run<long>(Controls + "return all.length");

        var reached = new List<long>();
        for (var i = 0; i < count; i++)
        {
            new Actions(browser.Driver).SendKeys(Keys.Tab).Perform();
            reached.Add(browser.Run<long>(Controls + "return all.indexOf(document.activeElement)"));
            Assert.NotEqual("none", browser.Run<string>("return getComputedStyle(document.activeElement).outlineStyle"));
        }

        Assert.InRange(count, 16, 22);
        Assert.Equal(Enumerable.Range(0, (int)count).Select(i => (long)i), reached);
        browser["[data-show='16']"]!.SendKeys(Keys.Enter);
        Eventually.True(() => Statuses().SequenceEqual(["Pending"]));
        Assert.Equal("16", browser.Run<string>("return document.activeElement.dataset.show"));
    }

    [ChromiumFact]
    public async Task IsAccessibleInLightAndDarkWideAndNarrow()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = Three });
        sim.Host.AddFault(new() { Path = "list", Status = 503 });
        (await sim.GetAsync()).Dispose();
        foreach (var (width, scheme) in new[] { (1280, "light"), (1280, "dark"), (320, "light"), (320, "dark") })
        {
            browser.Open(sim.Host.PageAddress, width, 700, ("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce"));
            (await sim.ChangeAsync(Three[0].Uuid, "Completed")).Dispose();
            Eventually.True(() => Texts("#request-rows tr.changed").Count > 0);

            Assert.Empty(browser.GetAccessibilityViolations());
            Assert.Equal(0, browser.Run<long>("const page = document.documentElement; return page.scrollWidth - page.clientWidth"));
            Assert.Equal("0s", browser.Run<string>("return getComputedStyle(document.querySelector('#request-rows td')).transitionDuration"));
            sim.Host.Reset();
        }
    }

    [ChromiumFact]
    public async Task StaysSmallWithManyRequestsAndABusyLog()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 100_000 });
        browser.Open(sim.Host.PageAddress);
        for (var i = 0; i < 500; i++)
            (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();
        Eventually.True(() => browser.Text("#calls-caption") == "The last 200 of 500 calls, newest first");
        browser.Run<object?>("performance.clearResourceTimings(); return null");

        for (var i = 0; i < 5; i++)
            (await sim.GetAsync("/" + Sim.UnblockId)).Dispose();
        Eventually.True(() => browser.Text("#calls-caption") == "The last 200 of 505 calls, newest first");

        Assert.Equal(200, Texts("#call-rows tr").Count);
        Assert.Equal(10, Texts("#request-rows tr").Count);
        const string Fetched = "return performance.getEntriesByType('resource').map(e => e.name).filter(name => name.includes('calls'))";
        Assert.All(browser.Run<IReadOnlyCollection<object>>(Fetched), name => Assert.Matches("after=50[0-4]&last=200$", (string)name));
        Assert.Equal(0, browser.Run<long>("return performance.getEntriesByType('resource').filter(e => e.name.includes('requests?')).length"));
    }

    /// <summary>Waits until the page would have refreshed five times if it were not paused.</summary>
    private void LetTimePass()
    {
        browser.Run<object?>("""
            window.turns = 0;
            window.realSetTimeout ??= window.setTimeout;
            window.setTimeout = run => window.realSetTimeout(() => { window.turns++; run(); }, 1);
            return null;
            """);
        Eventually.True(() => browser.Run<long>("return window.turns") >= 5);
        browser.Run<object?>("window.setTimeout = window.realSetTimeout; return null");
    }

    private List<string> Texts(string css) =>
        [.. browser.Run<IReadOnlyCollection<object>>("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", css).Cast<string>()];

    private List<string> Statuses() => [.. Texts("#request-rows th").Select(text => text.Replace("final", ""))];
}
