using System.Text.Json;

namespace MimCm.Simulator.Tests;

public sealed class SmartcardTests
{
    private const string Active = "438d1b30-f3b4-4bed-85fa-285e08605ba7";
    private const string Assigned = "17cf063d-e337-4aa9-a822-346554ddd3c9";

    [Theory]
    [InlineData("smartcards/" + Assigned, "smartcard-by-uuid.response")]
    [InlineData("SMARTCARDS/" + Active, "smartcard-by-cardid.response")]
    [InlineData("smartcards?cardid=d1ef6869-5517-42a0-8f05-16ca1a0b834d", "smartcard-by-cardid.response")]
    [InlineData("smartcards?cardid=%7Bbc88f13f-83ba-4037-8262-46eba1291c6e%7D", "smartcard-by-uuid.response")]
    [InlineData("smartcards/" + Active + "/operations", "smartcard-operations.response")]
    public async Task RespondsWithTheBodyOfTheDocumentation(string path, string example)
    {
        await using var sim = await Sim.StartAsync();

        Assert.Equal((200, ExampleBodies.Read(example)), await sim.SendAsync("GET", path));
    }

    [Fact]
    public async Task EachCardOfAMillionRequestsIsFoundByItsIdAndItsCardId()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 1_000_000 });
        var requests = sim.Host.Requests().Where(r => r.IsSmartcard && r.NewSmartcardUuid != Guid.Empty).Skip(40_000).Take(200).ToList();

        foreach (var request in requests)
        {
            var card = await sim.ReadAsync($"smartcards/{request.NewSmartcardUuid}");
            var serialNumber = card.GetProperty("SerialNumber").GetString()!;

            Assert.Equal((request.NewSmartcardUuid, request.TargetUserUuid, request.ProfileTemplateUuid),
                (card.GetProperty("Uuid").GetGuid(), card.GetProperty("AssignedUserUuid").GetGuid(), card.GetProperty("ProfileTemplateUuid").GetGuid()));
            Assert.Matches("^\\{[0-9a-f-]{36}\\}$", serialNumber);
            Assert.Equal(card.GetRawText(), (await sim.ReadAsync($"smartcards?cardid={serialNumber.Trim('{', '}')}")).GetRawText());
        }
    }

    [Fact]
    public async Task ListContainsTheCardsOfTheCallerOnce()
    {
        await using var sim = await Sim.StartAsync();
        var user = sim.Host.Behavior.CurrentUser;

        var cards = (await sim.ReadAsync("smartcards")).EnumerateArray().ToList();

        Assert.All(cards, card => Assert.Equal(user, card.GetProperty("AssignedUserUuid").GetGuid()));
        Assert.Equal(
            sim.Host.Requests(target: user).Where(r => r.IsSmartcard).Select(r => r.NewSmartcardUuid).Append(new Guid(Active)).Where(id => id != Guid.Empty)
                .Distinct().Order(),
            cards.Select(card => card.GetProperty("Uuid").GetGuid()).Order());
    }

    [Fact]
    public async Task ListOfOneIsAnArrayOrAnObject()
    {
        var user = Guid.NewGuid();
        var request = new StoredRequest { Status = 8, IsSmartcard = true, TargetUserUuid = user, NewSmartcardUuid = Guid.NewGuid() };
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = [request], Behavior = new() { CurrentUser = user } });

        Assert.Equal(1, (await sim.ReadAsync("smartcards")).GetArrayLength());

        sim.Host.Behavior = sim.Host.Behavior with { CardList = ListShape.Object };
        Assert.Equal(request.NewSmartcardUuid, (await sim.ReadAsync("smartcards")).GetProperty("Uuid").GetGuid());
        sim.Host.Behavior = sim.Host.Behavior with { CurrentUser = Guid.NewGuid() };
        Assert.Equal((204, ""), await sim.SendAsync("GET", "smartcards"));
    }

    [Theory]
    [InlineData("smartcards/deadbeef-0000-4000-8000-000000000001"), InlineData("smartcards?cardid=deadbeef-0000-4000-8000-000000000001")]
    [InlineData("smartcards/deadbeef-0000-4000-8000-000000000001/operations"), InlineData("smartcards/deadbeef-0000-4000-8000-000000000001/certificates")]
    [InlineData("smartcards/00000000-0000-0000-0000-000000000000"), InlineData("requests/" + Sim.EnrollId + "/smartcards/" + Active)]
    public async Task UnknownCardIsReportedAsTheOptionSpecifies(string path)
    {
        await using var sim = await Sim.StartAsync();
        Assert.Equal((204, ""), await sim.SendAsync("GET", path));

        sim.Host.Behavior = new() { UnknownId = 404 };
        Assert.Equal(404, (await sim.SendAsync("GET", path)).Status);
    }

    [Fact]
    public async Task CardIsBoundToTheRequestPermanently()
    {
        await using var sim = await Sim.StartAsync();
        const string Body = $$"""
            {"requestid":" {{Sim.EnrollId}}","cardid":"bc88f13f-83ba-4037-8262-46eba1291c6e","atr":"3b8d0180fba000000397425446590301c8"}
            """;

        Assert.Equal((201, $"\"api/v1.0/smartcards/{Assigned}\""), await sim.SendAsync("POST", "smartcards", Body));

        Assert.Equal((18, new Guid(Assigned)), (sim.Host.Find(new(Sim.EnrollId))!.Status, sim.Host.Find(new(Sim.EnrollId))!.NewSmartcardUuid));
        Assert.Equal((200, ExampleBodies.Read("smartcard-by-uuid.response")), await sim.SendAsync("GET", $"smartcards/{Assigned}"));
        Assert.Equal(403, (await sim.SendAsync("POST", "smartcards", Body)).Status);
        sim.Host.Behavior = new() { Rebind = 204 };
        Assert.Equal(204, (await sim.SendAsync("POST", "smartcards", Body)).Status);
    }

    [Fact]
    public async Task BoundCardHasTheCardIdAndAtrOfTheCall()
    {
        await using var sim = await Sim.StartAsync();
        var (request, cardId) = (await sim.CreateAsync("""{"type":"Enroll"}"""), Guid.NewGuid());

        var (_, address) = await sim.SendAsync("POST", "smartcards", $$"""{"requestid":"{{request}}","cardid":"{{cardId}}","atr":"3b00"}""");

        var card = await sim.ReadAsync($"smartcards?cardid={cardId}");
        Assert.Equal(($"{{{cardId}}}", "3b00", 2), (card.GetProperty("SerialNumber").GetString(), card.GetProperty("Atr").GetString(),
            card.GetProperty("Status").GetInt32()));
        Assert.EndsWith($"{card.GetProperty("Uuid").GetGuid()}\"", address);
        (await sim.ChangeAsync(request, "Completed")).Dispose();
        Assert.Equal(3, (await sim.ReadAsync($"smartcards?cardid={cardId}")).GetProperty("Status").GetInt32());
    }

    [Fact]
    public async Task CardIsBoundOnlyToARequestThatIsReady()
    {
        await using var sim = await Sim.StartAsync();
        string Body(Guid request) => $$"""{"requestid":"{{request}}","cardid":"{{Guid.NewGuid()}}"}""";

        Assert.Equal(403, (await sim.SendAsync("POST", "smartcards", Body(sim.Any(16)))).Status);
        Assert.Equal(403, (await sim.SendAsync("POST", "smartcards", Body(sim.Host.Requests(3).First(r => !r.IsSmartcard).Uuid))).Status);
        Assert.Equal(204, (await sim.SendAsync("POST", "smartcards", Body(Guid.NewGuid()))).Status);
        Assert.Equal(400, (await sim.SendAsync("POST", "smartcards", "{}")).Status);
    }

    [Fact]
    public async Task RetireRequestRetiresItsCard()
    {
        await using var sim = await Sim.StartAsync();
        var request = await sim.CreateAsync($$"""{"datacollection":"[]","type":"Retire","smartcard":"{{Assigned}}","comment":""}""");
        var path = $"requests/{request}/smartcards/{Assigned}";
        Assert.Equal(ExampleBodies.Read("smartcard-by-uuid.response"), (await sim.SendAsync("GET", path)).Body);

        Assert.Equal((200, ExampleBodies.Read("smartcard-retired.response")), await sim.SendAsync("PUT", path, """{"status":"Retired"}"""));

        Assert.Equal(18, sim.Host.Find(request)!.Status);
        (await sim.ChangeAsync(request, "Completed")).Dispose();
        Assert.Equal(6, (await sim.ReadAsync($"smartcards/{Assigned}")).GetProperty("Status").GetInt32());
        Assert.Equal((204, ""), await sim.SendAsync("GET", $"smartcards/{Assigned}/operations"));
    }

    [Theory]
    [InlineData("Unblock", "Retired", 403), InlineData("Retire", "Active", 403), InlineData("Retire", "Eaten", 400)]
    public async Task StatusOfACardIsChangedByARetireRequestOnly(string type, string status, int expected)
    {
        await using var sim = await Sim.StartAsync();
        var request = await sim.CreateAsync($$"""{"type":"{{type}}","smartcard":"{{Active}}"}""");

        Assert.Equal(expected, (await sim.SendAsync("PUT", $"requests/{request}/smartcards/{Active}", $$"""{"status":"{{status}}"}""")).Status);
        Assert.Equal(3, (await sim.ReadAsync($"smartcards/{Active}")).GetProperty("Status").GetInt32());
    }

    [Fact]
    public async Task CardsOfRequestsAreKeptInTheStateFile()
    {
        var folder = Directory.CreateTempSubdirectory("mimcm-").FullName;
        var options = new SimulatorOptions { State = Path.Combine(folder, "state.db") };
        var cardId = Guid.NewGuid();
        string card;
        await using (var sim = await Sim.StartAsync(options))
        {
            await sim.SendAsync("POST", "smartcards",
                $$"""{"requestid":"{{await sim.CreateAsync("""{"type":"Enroll"}""")}}","cardid":"{{cardId}}","atr":"3b"}""");
            card = (await sim.SendAsync("GET", $"smartcards?cardid={cardId}")).Body;
        }
        await using (var again = await Sim.StartAsync(options))
            Assert.Equal((200, card), await again.SendAsync("GET", $"smartcards?cardid={cardId}"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task CardIsReadableOnlyWithPermissionOnItsRequest()
    {
        Permission own = new() { May = [AccessRight.Read], Scope = PermissionScope.Own };
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Access = new() { Permissions = [own] } });
        var user = sim.Host.Behavior.CurrentUser;
        var other = sim.Host.Requests(8).First(r => r.IsSmartcard && r.TargetUserUuid != user && r.OriginatorUserUuid != user);

        Assert.Equal(403, (await sim.SendAsync("GET", $"smartcards/{other.NewSmartcardUuid}")).Status);
        Assert.Equal(200, (await sim.SendAsync("GET", $"smartcards/{Active}")).Status);
    }

    [Theory]
    [InlineData("diversifiedkey"), InlineData("authenticationresponse"), InlineData("serverproposedpin")]
    public async Task KeysAndPinsAreNotSimulated(string route)
    {
        await using var sim = await Sim.StartAsync();

        Assert.Equal(500, (await sim.SendAsync("GET", $"requests/{Sim.UnblockId}/smartcards/{Assigned}/{route}?cardid=x")).Status);
    }
}
