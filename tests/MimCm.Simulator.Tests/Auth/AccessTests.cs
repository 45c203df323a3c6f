using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MimCm.Simulator.Tests;

public sealed class AccessTests
{
    private static readonly Guid Alice = Guid.Parse("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("bbbbbbbb-0000-4000-8000-000000000002");

    private static readonly AccessOptions TwoUsers = new()
    {
        Authentication = AuthenticationMode.Bearer,
        Tokens = [new("token-a", "alice@CONTOSO.COM"), new("token-b", "CONTOSO\\bob"), new("token-old", "alice", DateTimeOffset.UtcNow.AddSeconds(-1))],
        Users = new Dictionary<string, Guid> { ["alice"] = Alice, ["contoso\\bob"] = Bob },
    };

    [Theory]
    [InlineData(null, "Bearer")]
    [InlineData("Bearer nonesuch", "Bearer error=\"invalid_token\"")]
    [InlineData("Bearer token-old", "Bearer error=\"invalid_token\"")]
    [InlineData("Basic YTpi", "Bearer")]
    public async Task MissingOrInvalidTokenIs401WithTheChallenge(string? authorization, string challenge)
    {
        await using var sim = await StartAsync(TwoUsers);

        using var response = await GetAsync(sim, authorization);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        Assert.Equal((401, null), (sim.Host.Calls[0].Status, sim.Host.Calls[0].User));
    }

    [Fact]
    public async Task TokenIdentifiesItsUserAsTheCurrentUser()
    {
        await using var sim = await StartAsync(TwoUsers);

        foreach (var (token, name, user) in new[] { ("token-a", "alice@CONTOSO.COM", Alice), ("token-b", "CONTOSO\\bob", Bob) })
        {
            using var response = await GetAsync(sim, "Bearer " + token, "?targetuser=current");
            var own = (await Sim.JsonAsync(response)).EnumerateArray().ToList();
            Assert.NotEmpty(own);
            Assert.All(own, r => Assert.Equal(user, r.GetProperty("TargetUserUuid").GetGuid()));
            Assert.Equal((name, "Bearer"), (sim.Host.Calls[^1].User, sim.Host.Calls[^1].Scheme));
        }
        Assert.DoesNotContain("token-", System.Text.Json.JsonSerializer.Serialize(sim.Host.Calls));
    }

    [Fact]
    public async Task TokenCanExpireBetweenCalls()
    {
        await using var sim = await StartAsync(TwoUsers);
        using (var well = await GetAsync(sim, "Bearer token-a"))
            Assert.Equal(HttpStatusCode.OK, well.StatusCode);

        await sim.ControlAsync("PUT", "access",
            """{"tokens":[{"token":"token-a","user":"alice","expires":"2020-01-01T00:00:00Z"},{"token":"token-c","user":"alice"}]}""");

        using var expired = await GetAsync(sim, "Bearer token-a");
        using var renewed = await GetAsync(sim, "Bearer token-c");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (expired.StatusCode, renewed.StatusCode));
        Assert.Equal("expired token", sim.Host.Calls[1].AuthenticationError);
    }

    [Fact]
    public async Task OnlyGrantedCallsAreAllowedWithPermissions()
    {
        await using var sim = await StartAsync(TwoUsers with
        {
            Permissions =
            [
                new Permission { User = "alice", May = [AccessRight.List, AccessRight.Read] },
                new Permission { User = "alice", May = [AccessRight.Change], Ids = [Guid.Parse(Sim.EnrollId)] },
                new Permission { User = $"{Bob}", May = [AccessRight.List], Scope = PermissionScope.Own },
            ],
        });

        async Task<int> StatusAsync(HttpMethod method, string token, string path = "")
        {
            using var request = new HttpRequestMessage(method, "api/v1.0/requests" + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (method != HttpMethod.Get)
                request.Content = new StringContent(method == HttpMethod.Put ? """{"status":"Canceled"}""" : """{"type":"Enroll"}""", null, "application/json");
            using var response = await sim.Http.SendAsync(request);
            return (int)response.StatusCode;
        }
        Assert.Equal(200, await StatusAsync(HttpMethod.Get, "token-a"));
        Assert.Equal(200, await StatusAsync(HttpMethod.Get, "token-a", "/" + Sim.UnblockId));
        Assert.Equal(403, await StatusAsync(HttpMethod.Put, "token-a", "/" + Sim.UnblockId));
        Assert.Equal(200, await StatusAsync(HttpMethod.Put, "token-a", "/" + Sim.EnrollId));
        Assert.Equal(403, await StatusAsync(HttpMethod.Post, "token-a"));
        Assert.Equal(403, await StatusAsync(HttpMethod.Get, "token-b", "/" + Sim.UnblockId));

        using var list = await GetAsync(sim, "Bearer token-b");
        var own = (await Sim.JsonAsync(list)).EnumerateArray().ToList();
        Assert.InRange(own.Count, 1, 999);
        Assert.All(own, r => Assert.Contains(Bob, new[] { r.GetProperty("TargetUserUuid").GetGuid(), r.GetProperty("OriginatorUserUuid").GetGuid() }));

        sim.Host.Access = sim.Host.Access with { Permissions = [new Permission { User = "alice" }] };
        Assert.Equal(403, await StatusAsync(HttpMethod.Get, "token-b"));
    }

    [Fact]
    public async Task FirstResponseSetsTheSessionCookieAndTheLogShowsWhetherItIsSentBack()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Access = new AccessOptions { SessionCookie = "MIMSession" } });
        for (var i = 0; i < 2; i++)
            (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();
        using var cookieless = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        (await cookieless.GetAsync(new Uri(sim.Host.BaseAddress, "api/v1.0/requests"))).Dispose();

        var calls = sim.Host.Calls;

        Assert.NotNull(calls[0].CookieIssued);
        Assert.Null(calls[0].Cookie);
        Assert.Equal((calls[0].CookieIssued, null), (calls[1].Cookie, calls[1].CookieIssued));
        Assert.Null(calls[2].Cookie);
        Assert.NotEqual(calls[0].CookieIssued, calls[2].CookieIssued);
    }

    [Fact]
    public async Task AccessIsReadAndSetOverTheControlApi()
    {
        await using var sim = await Sim.StartAsync();

        var set = await sim.ControlAsync("PUT", "access", $$"""
            {"authentication":"bearer","users":{"alice":"{{Alice}}"},"permissions":[{"user":"alice","may":["list","read"],"scope":"own"}]}
            """);

        Assert.True(JsonNode.DeepEquals(set, await sim.ControlAsync("GET", "access")));
        Assert.Equal(("bearer", "own", "read"), ((string?)set!["authentication"], (string?)set["permissions"]![0]!["scope"],
            (string?)set["permissions"]![0]!["may"]![1]));
        using var response = await sim.GetAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static Task<Sim> StartAsync(AccessOptions access) => Sim.StartAsync(new SimulatorOptions { Access = access });

    private static Task<HttpResponseMessage> GetAsync(Sim sim, string? authorization, string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "api/v1.0/requests" + query);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return sim.Http.SendAsync(request);
    }
}
