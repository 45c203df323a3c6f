using System.Net;
using System.Text;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Tests;

public sealed class ControlApiTests
{
    [Fact]
    public async Task CallsAreThoseOfTheApiOnlyAndContainNoSecret()
    {
        await using var sim = await Sim.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1.0/requests/A9B4B42C-cc50-4c9b-89d1-bbc0bcd5a099?x=%20y");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret-1");
        request.Headers.TryAddWithoutValidation("Cookie", "session=secret-2");
        request.Headers.TryAddWithoutValidation("User-Agent", "test/1");
        (await sim.Http.SendAsync(request)).Dispose();
        (await sim.PutAsync(sim.Any(8), "{\"status\":\"Canceled\"}")).Dispose();
        await sim.ControlAsync("GET", "state");

        var calls = (await sim.ControlAsync("GET", "calls"))!.AsArray();

        Assert.Equal(2, calls.Count);
        var get = calls[0]!;
        Assert.Equal("GET", (string?)get["method"]);
        Assert.Equal("/CertificateManagement/api/v1.0/requests/A9B4B42C-cc50-4c9b-89d1-bbc0bcd5a099", (string?)get["path"]);
        Assert.Equal("?x=%20y", (string?)get["query"]);
        Assert.Equal(200, (int)get["status"]!);
        Assert.Equal(Sim.EnrollId, (string?)get["id"]);
        Assert.Equal("Bearer", (string?)get["headers"]!["authorization"]);
        Assert.Equal("present", (string?)get["headers"]!["cookie"]);
        Assert.Equal("test/1", (string?)get["headers"]!["user-agent"]);
        var put = calls[1]!;
        Assert.Equal((2, 403), ((int)put["sequence"]!, (int)put["status"]!));
        Assert.Equal("{\"status\":\"Canceled\"}", (string?)put["body"]);
        Assert.Equal("21", (string?)put["headers"]!["content-length"]);
        Assert.Equal((string?)get["connection"], (string?)put["connection"]);
        Assert.DoesNotContain("secret", calls.ToJsonString());

        await sim.ControlAsync("DELETE", "calls");
        Assert.Empty(sim.Host.Calls);
    }

    [Fact]
    public async Task RequestCanBeChangedWithoutTheRulesOfTheApi()
    {
        await using var sim = await Sim.StartAsync();

        var set = await sim.ControlAsync("PUT", $"requests/{Sim.EnrollId}", "{\"Status\":18,\"Comment\":\"by hand\"}");

        Assert.Equal(18, (int)set!["status"]!);
        using var read = await sim.GetAsync("/" + Sim.EnrollId);
        var request = await Sim.JsonAsync(read);
        Assert.Equal((18, "by hand"), (request.GetProperty("Status").GetInt32(), request.GetProperty("Comment").GetString()));
        Assert.Equal(18, (int)(await sim.ControlAsync("GET", $"requests/{Sim.EnrollId}"))!["status"]!);
        Assert.Contains(await sim.ListAsync("?status=Executing"), r => r.GetProperty("Uuid").GetString() == Sim.EnrollId);
        Assert.DoesNotContain(await sim.ListAsync("?status=Approved"), r => r.GetProperty("Uuid").GetString() == Sim.EnrollId);
    }

    [Fact]
    public async Task ExplicitRequestsCanBeAdded()
    {
        await using var sim = await Sim.StartAsync();

        var added = await sim.ControlAsync("POST", "requests",
            """[{"Uuid":"11111111-2222-4333-8444-555555555555","Status":1,"RequestType":77,"Flags":131330},{"Status":0}]""");

        Assert.Equal(2, added!.AsArray().Count);
        Assert.Equal(1002, (await sim.ListAsync()).Count);
        Assert.Single(await sim.ListAsync("?status=None"));
        using var response = await sim.GetAsync("/11111111-2222-4333-8444-555555555555");
        Assert.Equal(77, (await Sim.JsonAsync(response)).GetProperty("RequestType").GetInt32());
        Assert.Throws<ArgumentException>(() => sim.Host.Add(new StoredRequest { Uuid = Guid.Parse(Sim.EnrollId) }));
    }

    [Fact]
    public async Task ResetRestoresAllRequests()
    {
        await using var sim = await Sim.StartAsync();
        (await sim.ChangeAsync(Sim.EnrollId, "Canceled")).Dispose();
        sim.Host.Add(new StoredRequest());
        Assert.Equal(2, (int)(await sim.ControlAsync("GET", "state"))!["changed"]!);

        var state = await sim.ControlAsync("POST", "reset");
        Assert.Equal((1000, 1, 0), ((int)state!["requests"]!, (int)state["seed"]!, (int)state["changed"]!));
        Assert.Equal(3, sim.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);

        state = await sim.ControlAsync("POST", "reset", "{\"Requests\":20,\"Seed\":9}");
        Assert.Equal((20, 9), ((int)state!["requests"]!, (int)state["seed"]!));
        Assert.Equal(20, state["byStatus"]!.AsObject().Sum(p => (int)p.Value!));
    }

    [Fact]
    public async Task OptionsCanBeChangedAtRunTime()
    {
        await using var sim = await Sim.StartAsync();

        var options = await sim.ControlAsync("PUT", "options", "{\"unknownId\":404,\"RefusalStatus\":409}");

        Assert.Equal((404, 409, 204), ((int)options!["unknownId"]!, (int)options["refusalStatus"]!, (int)options["emptyList"]!));
        using var response = await sim.GetAsync("/" + Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "options", "{\"unknownId\":418}")]
    [InlineData("PUT", "options", "{\"unknowId\":404}")]
    [InlineData("PUT", "options", "[]")]
    [InlineData("POST", "requests", "{\"Stat\":3}")]
    [InlineData("POST", "reset", "{")]
    [InlineData("GET", "requests?status=Approved", null)]
    [InlineData("GET", "requests?status=99999999999", null)]
    [InlineData("GET", "requests?skip=-1", null)]
    [InlineData("GET", "requests?take=x", null)]
    [InlineData("GET", "requests?target=me", null)]
    [InlineData("GET", "calls?after=99999999999999999999", null)]
    [InlineData("GET", "calls?last=-1", null)]
    [InlineData("POST", "requests", "null")]
    [InlineData("POST", "requests", "[3]")]
    [InlineData("POST", "requests", "{\"comment\":null}")]
    [InlineData("POST", "requests", "{\"dataCollection\":null}")]
    [InlineData("PUT", "requests/" + Sim.EnrollId, "[]")]
    [InlineData("PUT", "requests/" + Sim.EnrollId + "?afterMs=-1", "{\"Status\":3}")]
    [InlineData("PUT", "requests/" + Sim.EnrollId + "?afterMs=99999999999", "{\"Status\":3}")]
    [InlineData("POST", "reset", "{\"requests\":-1}")]
    [InlineData("POST", "reset", "{\"requests\":2147483647}")]
    [InlineData("POST", "reset", "{\"requests\":99999999999}")]
    [InlineData("PUT", "options", "{\"policyRoute\":\"none\"}")]
    [InlineData("PUT", "access", "{\"tokens\":[{\"token\":\"t\"}]}")]
    [InlineData("PUT", "faults", "3")]
    public async Task InvalidCallOfTheControlApiIs400WithTheReason(string method, string path, string? body)
    {
        await using var sim = await Sim.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(sim.Host.ControlAddress, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await sim.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty((await Sim.JsonAsync(response)).GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task StoredRequestsAreReadInPagesAndFilteredByNumber()
    {
        await using var sim = await Sim.StartAsync();

        var page = (await sim.ControlAsync("GET", "requests?status=16&skip=2&take=3"))!.AsArray();

        Assert.Equal(sim.Host.Requests(16).Skip(2).Take(3).Select(r => r.Uuid), page.Select(r => (Guid)r!["uuid"]!));
    }

    [Fact]
    public async Task ClientThatDisconnectsDuringAListIsRecorded()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 100_000 });
        using (var response = await sim.Http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead))
        await using (var body = await response.Content.ReadAsStreamAsync())
            await body.ReadExactlyAsync(new byte[10_000]);

        await Eventually.TrueAsync(() => sim.Host.Calls[0].Aborted);

        Assert.InRange(sim.Host.Calls[0].RequestsSent, 1, 99_000);
    }

    [Theory]
    [InlineData("calls?after=99999999999")]
    [InlineData("calls?after=-99999999999")]
    [InlineData("calls?last=99999999999")]
    [InlineData("requests?skip=99999999999")]
    [InlineData("requests?changed=true&since=99999999999")]
    public async Task TooLargeNumberFindsNothingWithoutAnError(string path)
    {
        await using var sim = await Sim.StartAsync();

        Assert.NotNull(await sim.ControlAsync("GET", path));
    }

    [Theory]
    [InlineData("""[{"comment":"first"},{"uuid":"a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099"}]""")]
    [InlineData("""[{"uuid":"11111111-2222-4333-8444-555555555555"},{"uuid":"11111111-2222-4333-8444-555555555555"}]""")]
    [InlineData("""[{"comment":"first"},{"status":"Lost"}]""")]
    [InlineData("""[{"comment":"first"},3]""")]
    public async Task ArrayOfRequestsIsAddedCompletelyOrNotAtAll(string body)
    {
        await using var sim = await Sim.StartAsync();

        var (status, _) = await sim.SendControlAsync("POST", "requests", body);

        Assert.Equal((400, 1000), (status, sim.Host.State.Requests));
    }

    [Fact]
    public async Task ArrayOfFaultsIsAddedCompletelyOrNotAtAll()
    {
        await using var sim = await Sim.StartAsync();

        var (status, _) = await sim.SendControlAsync("POST", "faults", """[{"status":503},{"status":503,"times":0}]""");

        Assert.Equal(400, status);
        Assert.Empty(sim.Host.Faults);
    }

    [Theory]
    [InlineData("GET", "nonesuch"), InlineData("DELETE", "state"), InlineData("GET", "requests/x"), InlineData("GET", "")]
    public async Task UnknownRouteIs404WithTheReason(string method, string path)
    {
        await using var sim = await Sim.StartAsync();

        var (status, body) = await sim.SendControlAsync(method, path);

        Assert.Equal(404, status);
        Assert.Contains($"The control API has no {method} /_simulator/{path}", body);
    }

    [Theory]
    [InlineData("rebound.example.com", 403), InlineData("127.0.0.1.example.com", 403), InlineData("10.0.0.1", 403), InlineData("localhost.example.com", 403)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:80", 200)]
    [InlineData("mimcm.localhost", 200)]
    [InlineData("127.8.9.1", 200)]
    [InlineData("[::1]:5080", 200)]
    public async Task ControlApiAndPageAcceptLoopbackHostsOnly(string host, int status)
    {
        await using var sim = await Sim.StartAsync();
        foreach (var path in new[] { "/_simulator/state", "/", "/_simulator/page.js" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;

            using var response = await sim.Http.SendAsync(request);

            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task UsersHaveUniqueNames()
    {
        var named = new Dictionary<string, Guid> { ["CONTOSO\\alice"] = Guid.NewGuid() };
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Access = new() { Users = named } });

        var users = (await sim.ControlAsync("GET", "users"))!.AsArray();

        Assert.Equal(users.Count, users.Select(user => (string)user!["samAccountName"]!).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains(users, user => (string)user!["accountName"]! == "CONTOSO\\alice");
        Assert.Contains(users, user => (string)user!["displayName"]! == "Jane Doe" && (string)user["uuid"]! == $"{sim.Host.Behavior.CurrentUser}");
        Assert.Contains(users, user => !(bool)user!["isEnabled"]!);
        var ids = users.Select(user => (Guid)user!["uuid"]!).ToHashSet();
        Assert.All(sim.Host.Requests(), request => Assert.Contains(request.OriginatorUserUuid, ids));
    }
}
