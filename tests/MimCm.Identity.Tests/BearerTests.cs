using System.Collections.Concurrent;
using System.Security;
using MimCm.Simulator;

namespace MimCm.Identity.Tests;

/// <summary>Access tokens: when the provider is called, when it is called again, and what happens if it returns no token.</summary>
public sealed class BearerTests
{
    [Fact]
    public async Task OnlyTheTokenIsSent()
    {
        await using var evil = ScriptedServer.Always(Reply.Json("[]"));
        using var client = Client(evil.Address, Secret.Source("token-1"));

        await client.ProbeAsync();

        Assert.Equal(["Bearer token-1"], evil.Values("Authorization"));
        Assert.Empty(evil.Values("Cookie"));
    }

    [Fact]
    public async Task ProviderIsCalledAgainWhenTheTokenHasExpired()
    {
        await using var sim = await StartAsync("new-token");
        var refusals = new ConcurrentQueue<SecureString?>();
        var (old, renewed) = (Secret.Of("old-token"), Secret.Of("new-token"));
        using var client = Client(sim.BaseAddress, (refused, _) =>
        {
            refusals.Enqueue(refused);
            return Task.FromResult<SecureString?>(refused is null ? old : renewed);
        });

        await client.ProbeAsync();

        Assert.Equal([null, old], refusals);
        Assert.Equal([401, 204], sim.Calls.Select(call => call.Status));
    }

    [Fact]
    public async Task ChangeIsMadeOnceIfItsTokenHasExpired()
    {
        await using var sim = await StartAsync("new-token");
        var (old, renewed) = (Secret.Of("old-token"), Secret.Of("new-token"));
        using var client = Client(sim.BaseAddress, (refused, _) => Task.FromResult<SecureString?>(refused is null ? old : renewed));

        var changed = await client.SetRequestStatusAsync(sim.Requests(3).First().Uuid, RequestStatusChange.Canceled);

        Assert.Equal(RequestStatus.Canceled, changed.Status);
        Assert.Equal(["PUT 401", "PUT 200"], sim.Calls.Select(call => $"{call.Method} {call.Status}"));
        Assert.Equal("""{"status":"Canceled"}""", sim.Calls[1].Body);
    }

    [Fact]
    public async Task SecondRejectionIsReportedWithoutAThirdCallOfTheProvider()
    {
        await using var sim = await StartAsync("right-token");
        var asked = 0;
        using var client = Client(sim.BaseAddress, (_, _) => Task.FromResult<SecureString?>(Secret.Of($"bad-token-{++asked}")));

        var failure = await FailsAsync(client, MimCmError.Unauthorized);

        Assert.Equal(2, asked);
        Assert.Equal(401, failure.StatusCode);
        Assert.Contains("Supported schemes: Bearer", failure.Message);
        Assert.DoesNotContain("bad-token", failure.ToString());
    }

    [Fact]
    public async Task RejectionIsReportedIfTheProviderHasNoOtherToken()
    {
        await using var sim = await StartAsync("right-token");
        using var client = Client(sim.BaseAddress, Secret.Source("bad-token"));

        var failure = await FailsAsync(client, MimCmError.Unauthorized);

        Assert.Equal("Authorization has been denied for this request.", failure.ServerMessage);
        Assert.Single(sim.Calls);
    }

    [Fact]
    public async Task SameTokenIsNotSentAgain()
    {
        await using var sim = await StartAsync("right-token");
        var token = Secret.Of("bad-token");
        using var client = Client(sim.BaseAddress, (_, _) => Task.FromResult<SecureString?>(token));

        await FailsAsync(client, MimCmError.Unauthorized);

        Assert.Single(sim.Calls);
    }

    [Fact]
    public async Task NoCallIsMadeIfTheProviderReturnsNoToken()
    {
        await using var sim = await StartAsync("right-token");
        using var client = Client(sim.BaseAddress, (_, _) => Task.FromResult<SecureString?>(null));

        var failure = await FailsAsync(client, MimCmError.Unauthorized);

        Assert.Contains("no access token", failure.Message);
        Assert.Equal("localhost", failure.Uri!.Host);
        Assert.Empty(sim.Calls);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task FailureOfTheProviderIsUnauthorizedWithTheReason(bool atFirst)
    {
        await using var sim = await StartAsync("right-token");
        var reason = new InvalidOperationException("ADFS is \u001b[31maway");
        using var client = Client(sim.BaseAddress, (refused, _) =>
            atFirst || refused is not null ? throw reason : Task.FromResult<SecureString?>(Secret.Of("bad-token")));

        var failure = await FailsAsync(client, MimCmError.Unauthorized);

        Assert.Same(reason, failure.InnerException);
        Assert.Contains("ADFS is [31maway", failure.Message);
        Assert.Equal(atFirst ? 0 : 1, sim.Calls.Count);
    }

    [Fact]
    public async Task CancellationWhileTheProviderRunsEndsTheCallAtOnce()
    {
        await using var sim = await StartAsync("right-token");
        using var stop = new CancellationTokenSource();
        using var client = Client(sim.BaseAddress, async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        });

        await Eventually.EndsAsync(Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ProbeAsync(stop.Token)));

        Assert.Empty(sim.Calls);
    }

    [Fact]
    public async Task TimeOfTheProviderDoesNotCountAsTimeOfTheServer()
    {
        await using var sim = await StartAsync("right-token");
        var clock = new ManualClock();
        using var client = Client(
            sim.BaseAddress,
            async (_, _) =>
            {
                clock.Advance(TimeSpan.FromHours(1));
                await Task.Yield();
                return Secret.Of("right-token");
            },
            clock);

        await client.ProbeAsync();

        Assert.Single(sim.Calls);
    }

    [Fact]
    public async Task TimeoutAppliesAgainAfterTheProviderHasReturned()
    {
        await using var evil = ScriptedServer.Always(Reply.Silence);
        var clock = new ManualClock();
        using var client = Client(evil.Address, Secret.Source("a-token"), clock);

        var failing = FailsAsync(client, MimCmError.Timeout);
        await Eventually.TrueAsync(() => evil.Calls.Count > 0);
        await clock.PassUntilAsync(failing);
    }

    [Theory]
    [InlineData(""), InlineData("  "), InlineData("a\r\nX-Evil: 1"), InlineData("a b"), InlineData("a\0b"), InlineData("tökén"), InlineData("a\u001b[31m")]
    public async Task InvalidTokenIsNotSent(string text)
    {
        await using var evil = ScriptedServer.Always(Reply.Json("[]"));
        using var client = Client(evil.Address, Secret.Source(text));

        var failure = await FailsAsync(client, MimCmError.Unauthorized);

        Assert.Equal(0, evil.Connections);
        Assert.Contains("empty, or contains a space", failure.Message);
        Assert.DoesNotContain("Evil", failure.ToString());
    }

    [Fact]
    public async Task LineBreakAfterATokenIsRemoved()
    {
        await using var evil = ScriptedServer.Always(Reply.Json("[]"));
        using var client = Client(evil.Address, Secret.Source("token-1\r\n"));

        await client.ProbeAsync();

        Assert.Equal(["Bearer token-1"], evil.Values("Authorization"));
    }

    private static Task<SimulatorHost> StartAsync(string token) => SimulatorHost.StartAsync(new SimulatorOptions
    {
        Requests = 100,
        Access = new AccessOptions { Authentication = AuthenticationMode.Bearer, Tokens = [new BearerToken(token, "user1")] },
    });

    private static MimCmClient Client(Uri address, AccessTokenProvider source, TimeProvider? clock = null) => MimCmClient.Create(new MimCmClientOptions
    {
        Address = new UriBuilder(address) { Host = "localhost" }.Uri,
        AccessToken = source,
        NoProxy = true,
        AllowUnencryptedAuthentication = true,
        MaximumRetryCount = 0,
        TimeProvider = clock ?? TimeProvider.System,
    });

    private static async Task<MimCmException> FailsAsync(MimCmClient client, MimCmError error)
    {
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());
        Assert.Equal(error, failure.Error);
        return failure;
    }
}
