using System.Net;
using System.Text;
using System.Text.Json;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Tests;

public sealed class CreateRequestTests
{
    [Theory]
    [InlineData("""{"datacollection":"[]","type":"Enroll","profiletemplateuuid":"a039b4d0-5ce8-4eff-8651-181c6576fda3","comment":"","priority":"4"}""", 1, 4)]
    [InlineData("""{"datacollection":[{"name":"pavle"},{"city":"seattle"}],"type":"unblock","smartcard":"17cf063d-e337-4aa9-a822-346554ddd3c9"}""", 5, 0)]
    [InlineData("""{"datacollection":"[{\"Request Reason\":\"lost\"}]","Type":"Revoke","comment":"x","priority":7}""", 4, 7)]
    public async Task ResponseIsTheRelativeAddressOfTheRequestWhichCanBeRead(string body, int type, int priority)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await PostAsync(sim, body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var address = (await Sim.JsonAsync(response)).GetString()!;
        Assert.Matches("^api/v1.0/requests/[0-9a-f-]{36}$", address);
        using var document = JsonDocument.Parse(await sim.Http.GetStringAsync(address));
        var request = document.RootElement;
        Assert.Equal((type, 3, priority), (request.GetProperty("RequestType").GetInt32(), request.GetProperty("Status").GetInt32(),
            request.GetProperty("Priority").GetInt32()));
        Assert.Equal(1001, sim.Host.State.Requests);
    }

    [Theory]
    [InlineData("create-request-enroll.request"), InlineData("create-request-full.request"), InlineData("create-request-unblock.request")]
    public async Task EachBodyOfTheDocumentationCreatesARequest(string example)
    {
        await using var sim = await Sim.StartAsync();

        var id = await sim.CreateAsync(ExampleBodies.Read(example));

        Assert.Equal(id, sim.Host.Requests().Last().Uuid);
    }

    [Fact]
    public async Task ResponseHasTheFormOfTheDocumentation()
    {
        await using var sim = await Sim.StartAsync();

        var (_, body) = await sim.SendAsync("POST", "requests", ExampleBodies.Read("create-request-enroll.request"));

        var id = sim.Host.Requests().Last().Uuid;
        Assert.Equal(ExampleBodies.Read("create-request-enroll.response").Replace(Sim.EnrollId, $"{id}"), body);
    }

    [Fact]
    public async Task RequestForACardTakesUserTemplateAndProfileFromTheCard()
    {
        await using var sim = await Sim.StartAsync();
        var enroll = sim.Host.Requests(8).First(r => r is { RequestType: 1, IsSmartcard: true } && r.TargetUserUuid != sim.Host.Behavior.CurrentUser);

        var id = await sim.CreateAsync($$"""{"datacollection":"[]","type":"Retire","smartcard":"{{enroll.NewSmartcardUuid}}","comment":""}""");

        var created = sim.Host.Find(id)!;
        Assert.Equal((enroll.TargetUserUuid, enroll.ProfileTemplateUuid), (created.TargetUserUuid, created.ProfileTemplateUuid));
        Assert.Equal((enroll.NewSmartcardUuid, enroll.NewSmartcardUuid), (created.OldSmartcardUuid, created.NewSmartcardUuid));
        Assert.Equal((enroll.NewProfileUuid, enroll.NewProfileUuid), (created.OldProfileUuid, created.NewProfileUuid));
        Assert.Equal(sim.Host.Behavior.CurrentUser, created.OriginatorUserUuid);
    }

    [Fact]
    public async Task RequestForASoftwareTemplateIsNotASmartcardRequest()
    {
        await using var sim = await Sim.StartAsync();
        var template = sim.Host.ProfileTemplates.First(t => !t.IsSmartcard);

        var id = await sim.CreateAsync($$"""{"type":"Enroll","profiletemplateuuid":"{{template.Uuid}}"}""");

        Assert.False(sim.Host.Find(id)!.IsSmartcard);
    }

    [Fact]
    public async Task CreatedRequestIsPendingIfItNeedsApproval()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { ApproveCreated = false });

        var id = await sim.CreateAsync("""{"type":"Enroll"}""");

        Assert.Equal(16, sim.Host.Find(id)!.Status);
    }

    [Theory]
    [InlineData(true, "why"), InlineData(false, "")]
    public async Task CommentOfACreatedRequestDependsOnTheOption(bool echo, string expected)
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { CommentEcho = echo });

        var id = await sim.CreateAsync("""{"type":"Enroll","comment":"why"}""");

        Assert.Equal(expected, sim.Host.Find(id)!.Comment);
    }

    [Fact]
    public async Task EqualOpenRequestIsRejectedIfTheOptionSaysSo()
    {
        const string Body = """{"type":"Unblock","smartcard":"438d1b30-f3b4-4bed-85fa-285e08605ba7"}""";
        await using var sim = await Sim.StartAsync(new ServerBehavior { CreateDuplicate = DuplicateRequestRule.Refuse, RefusalStatus = 409 });
        var first = await sim.CreateAsync(Body);

        Assert.Equal(409, (await sim.SendAsync("POST", "requests", Body)).Status);
        Assert.Equal(201, (await sim.SendAsync("POST", "requests", Body.Replace("Unblock", "Retire"))).Status);

        (await sim.ChangeAsync(first, "Canceled")).Dispose();
        Assert.Equal(201, (await sim.SendAsync("POST", "requests", Body)).Status);
    }

    [Fact]
    public async Task ResponseHasALocationIfTheOptionSaysSo()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { Location = LocationHeader.Present });

        using var response = await PostAsync(sim, """{"type":"Enroll"}""");

        var address = (await Sim.JsonAsync(response)).GetString()!;
        Assert.Equal(new Uri(sim.Host.BaseAddress, address), response.Headers.Location);
        await using var silent = await Sim.StartAsync();
        using var without = await PostAsync(silent, """{"type":"Enroll"}""");
        Assert.Null(without.Headers.Location);
    }

    [Theory]
    [InlineData("{}"), InlineData("[]"), InlineData("""{"type":"Enroll","target":"me"}"""), InlineData("""{"type":"Enroll","priority":256}""")]
    [InlineData("""{"type":"Enroll","datacollection":"[{“Request Reason”:”Need VPN Certs”}]"}""")]
    public async Task UnusableBodyIs400Or500AndCreatesNothing(string body)
    {
        await using var sim = await Sim.StartAsync();
        Assert.Equal(400, (await sim.SendAsync("POST", "requests", body)).Status);

        sim.Host.Behavior = new() { InvalidCreate = 500 };
        Assert.Equal(500, (await sim.SendAsync("POST", "requests", body)).Status);
        Assert.Equal(1000, sim.Host.State.Requests);
    }

    [Theory]
    [InlineData(500), InlineData(400), InlineData(403)]
    public async Task UnknownTypeIsRejectedAndCreatesNothing(int status)
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { UnknownCreateType = status });

        Assert.Equal(status, (await sim.SendAsync("POST", "requests", """{"type":"Suspend"}""")).Status);
        Assert.Equal(1000, sim.Host.State.Requests);
    }

    [Fact]
    public async Task CallLogContainsTheCreatedId()
    {
        await using var sim = await Sim.StartAsync();

        var id = await sim.CreateAsync("""{"type":"Enroll"}""");

        var call = sim.Host.Calls.Single();
        Assert.Equal((true, (Guid?)id), (call.Changed, call.CreatedId));
    }

    [Theory]
    [InlineData(true, FaultEffect.Yes, 1), InlineData(true, FaultEffect.No, 0), InlineData(false, FaultEffect.No, 0), InlineData(false, FaultEffect.Yes, 1)]
    public async Task LostResponseCreatesTheRequestOrNotAsTheFaultSpecifies(bool reset, FaultEffect effect, int created)
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Faults = [new() { Method = "POST", Reset = reset, Effect = effect }] });

        var sent = sim.SendAsync("POST", "requests", """{"type":"Enroll"}""");

        if (reset)
            await Assert.ThrowsAsync<HttpRequestException>(() => sent);
        else
            Assert.Equal(201, (await sent).Status);
        Assert.Equal(1000 + created, sim.Host.State.Requests);
    }

    private static Task<HttpResponseMessage> PostAsync(Sim sim, string body) =>
        sim.Http.PostAsync("api/v1.0/requests", new StringContent(body, Encoding.UTF8, "application/json"));
}
