using System.Net;
using System.Text;
using System.Text.Json;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Tests;

public sealed class CreateRequestTests
{
    [Theory]
    [InlineData("""{"datacollection":"[]","type":"Enroll","profiletemplateuuid":"a039b4d0-5ce8-4eff-8651-181c6576fda3","comment":"","priority":"4"}""", 1, 4)]
    [InlineData("""{"datacollection":[{"name":"pavle"},{"city":"seattle"}],"type":"unblock","smartcard":"17cf063d-e337-4aa9-a822-346554ddd3c9","comment":"x"}""", 5, 0)]
    [InlineData("""{"datacollection":"[{\"Request Reason\":\"lost\"}]","Type":"Revoke","comment":"x","priority":7}""", 4, 7)]
    public async Task ACreatedRequestIsNamedByItsRelativeAddressAndCanBeRead(string body, int type, int priority)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await PostAsync(sim, body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var address = (await Sim.JsonAsync(response)).GetString()!;
        Assert.Matches("^api/v1.0/requests/[0-9a-f-]{36}$", address);
        using var document = JsonDocument.Parse(await sim.Http.GetStringAsync(address));
        var request = document.RootElement;
        Assert.Equal((type, 3, priority), (request.GetProperty("RequestType").GetInt32(), request.GetProperty("Status").GetInt32(), request.GetProperty("Priority").GetInt32()));
        Assert.Equal(1001, sim.Host.State.Requests);
    }

    [Fact]
    public async Task ItsPolicyMayWantAnApproval()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { ApproveCreated = false });

        (await PostAsync(sim, """{"type":"Enroll"}""")).Dispose();

        Assert.Equal(16, sim.Host.Requests().Last().Status);
    }

    [Theory]
    [InlineData("""{"type":"Denounce"}"""), InlineData("{}"), InlineData("""{"type":"Enroll","target":"me"}"""), InlineData("""{"type":"Enroll","priority":256}""")]
    public async Task ABodyThatDoesNotSayWhatToCreateIs400(string body)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await PostAsync(sim, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(1000, sim.Host.State.Requests);
    }

    private static Task<HttpResponseMessage> PostAsync(Sim sim, string body) =>
        sim.Http.PostAsync("api/v1.0/requests", new StringContent(body, Encoding.UTF8, "application/json"));
}
