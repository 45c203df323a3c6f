using System.Collections.Concurrent;
using MimCm.Simulator;

namespace MimCm.Identity.Tests;

/// <summary>Two clients of one server share no identity, cookies or connections.</summary>
public sealed class IsolationTests
{
    private static readonly SimulatorOptions TwoPeople = new()
    {
        Requests = 200,
        Access = new AccessOptions
        {
            Authentication = AuthenticationMode.Bearer,
            Tokens = [new BearerToken("token-1", "user1"), new BearerToken("token-2", "user2")],
            SessionCookie = "ASP.NET_SessionId",
        },
    };

    [Fact]
    public async Task TwoIdentitiesShareNoConnectionAndNoCookie()
    {
        await using var sim = await SimulatorHost.StartAsync(TwoPeople);
        using var one = Client(sim.BaseAddress, "token-1");
        using var two = Client(sim.BaseAddress, "token-2");
        await one.ProbeAsync();
        await two.ProbeAsync();
        sim.ClearCalls();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? one : two).ProbeAsync()));

        Assert.Equal(100, sim.Calls.Count);
        Assert.Equal(50, sim.Calls.Count(call => call.User == "user1"));
        Assert.All(sim.Calls.GroupBy(call => call.Connection), calls => Assert.Single(calls.Select(call => call.User).Distinct()));
        Assert.All(sim.Calls, call => Assert.NotNull(call.Cookie));
        Assert.All(sim.Calls.GroupBy(call => call.User), calls => Assert.Single(calls.Select(call => call.Cookie).Distinct()));
        Assert.Equal(2, sim.Calls.Select(call => call.Cookie).Distinct().Count());
    }

    [Fact]
    public async Task TwoSessionsOfOneIdentityShareNoConnectionAndNoCookie()
    {
        await using var sim = await SimulatorHost.StartAsync(TwoPeople);
        using var one = Client(sim.BaseAddress, "token-1");
        using var two = Client(sim.BaseAddress, "token-1");

        await one.ProbeAsync();
        await two.ProbeAsync();

        Assert.Equal(2, sim.Calls.Select(call => call.Connection).Distinct().Count());
        Assert.All(sim.Calls, call => Assert.Null(call.Cookie));
    }

    [Fact]
    public async Task DisposeClosesTheConnectionsOfThatClientOnly()
    {
        await using var server = ScriptedServer.Always(Reply.NoContent);
        var one = Client(server.Address, "token-1");
        using var two = Client(server.Address, "token-2");
        await Task.WhenAll(one.ProbeAsync(), two.ProbeAsync());
        Assert.Equal(2, server.Open);

        one.Dispose();
        await Eventually.TrueAsync(() => server.Open < 2);

        Assert.Equal(1, server.Open);
        await two.ProbeAsync();
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task ClientWithAnObserverHasTheSameIdentityAndConnections()
    {
        await using var sim = await SimulatorHost.StartAsync(TwoPeople);
        using var client = Client(sim.BaseAddress, "token-1");
        var seen = new ConcurrentQueue<HttpExchange>();

        await client.ProbeAsync();
        await client.WithExchangeObserver(seen.Enqueue).ProbeAsync();

        Assert.Single(seen);
        Assert.Single(sim.Calls.Select(call => call.Connection).Distinct());
        Assert.Equal(sim.Calls[0].CookieIssued, sim.Calls[1].Cookie);
    }

    private static MimCmClient Client(Uri address, string token) => MimCmClient.Create(new MimCmClientOptions
    {
        Address = address,
        AccessToken = Secret.Source(token),
        NoProxy = true,
        AllowUnencryptedAuthentication = true,
        MaximumRetryCount = 0,
    });
}
