using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Tests;

public sealed class DashboardRouteTests
{
    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/_simulator/page.css", "text/css; charset=utf-8")]
    [InlineData("/_simulator/page.js", "text/javascript; charset=utf-8")]
    [InlineData("/_simulator/icon.svg", "image/svg+xml")]
    public async Task PageIsServedWithAnyOptionsAndFaults(string path, string type)
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions
        {
            Access = new() { Authentication = AuthenticationMode.Bearer, SessionCookie = "s" },
            Behavior = new() { ApiEnabled = false },
            Faults = [new() { Status = 500 }],
        });

        using var response = await sim.Http.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, $"{response.Content.Headers.ContentType}"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; ", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Empty(sim.Host.Calls);
        Assert.Equal(0, sim.Host.FaultStatistics[0].Matched);
    }

    [Fact]
    public async Task PageLoadsNothingFromOtherServers()
    {
        await using var sim = await Sim.StartAsync();
        foreach (var path in new[] { "/", "/_simulator/page.css", "/_simulator/page.js" })
        {
            Assert.DoesNotMatch("(?i)https?:|[\"'`(]//|innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|style=|onclick",
                await sim.Http.GetStringAsync(path));
        }
    }

    [Fact]
    public async Task OtherRoutesStayThoseOfTheApi()
    {
        await using var sim = await Sim.StartAsync();

        foreach (var (method, path) in new[] { ("POST", "/"), ("GET", "/favicon.ico"), ("GET", "/index.html"), ("GET", "/CertificateManagement/") })
        {
            using var response = await sim.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.Equal(4, sim.Host.Calls.Count);
    }

    [Fact]
    public async Task CallerOnAnotherMachineIsRejected()
    {
        // An address of this machine other than loopback stands for another machine.
        var own = NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus == OperationalStatus.Up)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        if (own is null)
            return;
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Urls = $"http://{own}:0" });

        foreach (var path in new[] { "/", "/_simulator/page.js", "/_simulator/state" })
        {
            using var response = await sim.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("https://example.com", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    public async Task PageOfAnotherSiteCannotUseTheControlApi(string origin, HttpStatusCode status)
    {
        await using var sim = await Sim.StartAsync();
        (await sim.ChangeAsync(Sim.EnrollId, "Canceled")).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sim.Host.ControlAddress, "reset"));
        request.Headers.Add("Origin", origin == "own" ? sim.Host.BaseAddress.GetLeftPart(UriPartial.Authority) : origin);

        using var response = await sim.Http.SendAsync(request);

        Assert.Equal((status, status == HttpStatusCode.OK ? 0 : 1), (response.StatusCode, sim.Host.State.Changed));
    }

    [Fact]
    public async Task PageHasANameForEveryStatusAndType()
    {
        await using var sim = await Sim.StartAsync();
        var script = await sim.Http.GetStringAsync("/_simulator/page.js");

        Assert.All(Enum.GetValues<RequestStatus>(), status => Assert.Contains($" {(int)status}: '{status}'", script));
        Assert.All(Enum.GetValues<RequestType>(), type => Assert.Contains($" {(int)type}: '{type}'", script));
    }

    [Fact]
    public async Task NewCallsAndNewChangesCanBeReadAlone()
    {
        await using var sim = await Sim.StartAsync();
        for (var i = 0; i < 5; i++)
            (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();

        Assert.Equal([4, 5], await SequencesAsync(sim, "calls?after=3"));
        Assert.Equal([5], await SequencesAsync(sim, "calls?after=3&last=1"));
        Assert.Empty(await SequencesAsync(sim, "calls?after=5"));
        Assert.Equal(5, (int)(await sim.ControlAsync("GET", "state"))!["lastCall"]!);
        await sim.ControlAsync("DELETE", "calls");
        (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();
        Assert.Equal([6], await SequencesAsync(sim, "calls?after=2"));

        var before = sim.Host.State.Revision;
        sim.Host.SetStatus(Guid.Parse(Sim.EnrollId), 9);
        var between = sim.Host.State.Revision;
        sim.Host.SetStatus(Guid.Parse(Sim.UnblockId), 9);
        Assert.Equal([Sim.UnblockId, Sim.EnrollId], await ChangedAsync(sim, before));
        Assert.Equal([Sim.UnblockId], await ChangedAsync(sim, between));
        Assert.Equal((sim.Host.Requests(9).Count(), 2), (sim.Host.State.ByStatus[9], sim.Host.State.Changed));
    }

    private static async Task<IEnumerable<int>> SequencesAsync(Sim sim, string path) =>
        (await sim.ControlAsync("GET", path))!.AsArray().Select(call => (int)call!["sequence"]!);

    private static async Task<IEnumerable<string>> ChangedAsync(Sim sim, long since) =>
        (await sim.ControlAsync("GET", $"requests?changed=true&since={since}"))!.AsArray().Select(request => (string)request!["uuid"]!);
}
