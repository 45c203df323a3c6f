using System.Text;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Tests;

public sealed class SeedFileTests : IDisposable
{
    private const string Id = "11111111-2222-4333-8444-555555555555";
    private readonly string _folder = Directory.CreateTempSubdirectory("mimcm-seed-").FullName;

    [Fact]
    public async Task ServerHasExactlyTheRequestsOfTheFile()
    {
        var file = Write($$"""
            [
                {"Uuid":"{{Id}}","status":"pending","REQUESTTYPE":"Unblock","Submitted":"2026-03-01T10:00:00+02:00","Comment":"lost card",
                 "DataCollection":[{"Name":"Badge","Value":null}],"IsSmartcard":true,"Priority":9},
                {"Status":8,"RequestType":77}, // a comment, and a comma too many
                {},
            ]
            """);
        foreach (var arguments in new string[][] { ["--seed-file", file], ["--requests", "0", "--seed-file", file] })
        {
            using var process = SimulatorProcess.Start(arguments);
            using var http = new HttpClient { BaseAddress = await process.ReadyAsync() };

            using var response = await http.GetAsync("api/v1.0/requests");

            var all = (await Sim.JsonAsync(response)).EnumerateArray().ToList();
            Assert.Equal([16, 8, 3], all.Select(r => r.GetProperty("Status").GetInt32()));
            Assert.Equal([5, 77, 1], all.Select(r => r.GetProperty("RequestType").GetInt32()));
            var first = all[0];
            Assert.Equal(Id, first.GetProperty("Uuid").GetString());
            Assert.Equal("2026-03-01T08:00:00Z", first.GetProperty("Submitted").GetString());
            Assert.Equal(("lost card", 9, 2), (first.GetProperty("Comment").GetString(), first.GetProperty("Priority").GetInt32(),
                first.GetProperty("Flags").GetInt32()));
            Assert.NotEqual("0001-01-01T00:00:00", all[1].GetProperty("Completed").GetString());
            using var single = await http.GetAsync("api/v1.0/requests/" + all[2].GetProperty("Uuid").GetString());
            Assert.Equal(System.Net.HttpStatusCode.OK, single.StatusCode);
        }
    }

    [Fact]
    public void MissingIdsAreRepeatableAndUnique()
    {
        var explicitRequests = SeedFile.Read(Write("[{},{},{}]"));

        var (ids, again) = (Ids(explicitRequests, seed: 1), Ids(explicitRequests, seed: 2));

        Assert.Equal(ids, again);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.DoesNotContain(Guid.Empty, ids);

        static List<Guid> Ids(IReadOnlyList<StoredRequest> explicitRequests, int seed)
        {
            var seeded = new RequestGenerator(0, seed, [], explicitRequests);
            return [.. Enumerable.Range(0, seeded.Count).Select(index => seeded.At(index).Uuid)];
        }
    }

    [Fact]
    public async Task ExplicitRequestsFollowGeneratedOnes()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 10, ExplicitRequests = [new() { Uuid = Guid.Parse(Id), Status = 18 }] });

        var all = await sim.ListAsync();

        Assert.Equal(11, all.Count);
        Assert.Equal((Sim.EnrollId, Id), (all[0].GetProperty("Uuid").GetString(), all[10].GetProperty("Uuid").GetString()));
        Assert.Contains(await sim.ListAsync("?status=Executing"), r => r.GetProperty("Uuid").GetString() == Id);
        Assert.Equal(0, sim.Host.State.Changed);
    }

    [Fact]
    public async Task EmptyFileIsAnEmptyServer()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = SeedFile.Read(Write("[]")) });

        using var list = await sim.GetAsync();
        using var item = await sim.GetAsync("/" + Sim.EnrollId);

        Assert.Equal((204, 204), ((int)list.StatusCode, (int)item.StatusCode));
    }

    [Fact]
    public async Task ExplicitRequestsAreRestoredByAResetAndARestart()
    {
        var options = new SimulatorOptions { ExplicitRequests = [new() { Uuid = Guid.Parse(Id) }], State = Path.Combine(_folder, "state.db") };
        await using (var sim = await Sim.StartAsync(options))
        {
            (await sim.ChangeAsync(Id, "Canceled")).Dispose();
            Assert.Equal(17, sim.Host.Find(Guid.Parse(Id))!.Status);

            await sim.ControlAsync("POST", "reset");

            Assert.Equal((1, 3), (sim.Host.State.Requests, sim.Host.Find(Guid.Parse(Id))!.Status));
            (await sim.ChangeAsync(Id, "Completed")).Dispose();
        }

        // The contents of the state file have precedence over the options, here over options without explicit requests.
        await using var again = await Sim.StartAsync(options with { ExplicitRequests = null });

        Assert.Equal((1, 8), (again.Host.State.Requests, again.Host.Find(Guid.Parse(Id))!.Status));
        Assert.Equal(21, (int)(await again.ControlAsync("POST", "reset", "{\"requests\":20}"))!["requests"]!);
    }

    [Fact]
    public void JsonOfWindowsPowerShellIsRead()
    {
        var file = Path.Combine(_folder, "5.1.json");
        File.WriteAllText(file, """{"Submitted":"\/Date(1772352000000)\/","Status":"16"}""", Encoding.Unicode);

        var request = Assert.Single(SeedFile.Read(file));

        Assert.Equal((new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc), 16), (request.Submitted, request.Status));
    }

    [Theory]
    [InlineData("""[{},{"Stauts":3}]""", "$[1].Stauts is not a property of a request. The properties are Uuid, ")]
    [InlineData("""[{"Status":"Aproved"}]""",
        "$[0].Status expects a number or one of None, Approved, Denied, Completed, Failed, Pending, Canceled, Executing, not \"Aproved\"")]
    [InlineData("""[{"requestType":"Pending"}]""", "$[0].requestType expects a number or one of None, Enroll,")]
    [InlineData("""[{"Submitted":"yesterday"}]""", "$[0].Submitted expects a date such as \"2026-03-01T09:00:00Z\", not \"yesterday\"")]
    [InlineData("""[{"Completed":"soon"}]""", "$[0].Completed expects a date")]
    [InlineData("""[{"Uuid":"x"}]""", "$[0].Uuid expects a GUID in quotes, not \"x\"")]
    [InlineData("""[{"Comment":null}]""", "$[0].Comment expects text in quotes, not null")]
    [InlineData("""[{"IsSmartcard":"maybe"}]""", "$[0].IsSmartcard expects true or false")]
    [InlineData("""[{"Priority":256}]""", "$[0].Priority expects a number from 0 to 255, not 256")]
    [InlineData("""[{"DataCollection":[{"Nam":"x"}]}]""", "$[0].DataCollection expects an array such as")]
    [InlineData("""[{"Status":3,"status":4}]""", "$[0].status is specified twice")]
    [InlineData("""[3]""", "$[0] must be a request")]
    [InlineData("3", "$ must be an array of requests")]
    [InlineData("[{", "is not JSON")]
    [InlineData($$"""[{"Uuid":"{{Id}}"},{},{"Uuid":"{{Id}}"}]""", $"$[2].Uuid {Id} is also the id of $[0]")]
    public void InvalidFileIsReportedWithPositionAndExpectedValue(string json, string reason)
    {
        var file = Write(json);

        var refusal = Assert.Throws<SeedFileException>(() => SeedFile.Read(file));

        Assert.StartsWith(file, refusal.Message);
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public async Task InvalidFileExitsWith2()
    {
        var file = Write("""[{"Stauts":3}]""");
        using var process = SimulatorProcess.Start("--seed-file", file);

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{file}: $[0].Stauts is not a property", error);
    }

    [Fact]
    public async Task IdOfAGeneratedRequestIsRejected()
    {
        var file = Write($$"""[{"Uuid":"{{Sim.EnrollId}}"}]""");
        using var process = SimulatorProcess.Start("--seed-file", file, "--requests", "10");

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"The chosen request {Sim.EnrollId} is among the 10 that are made, too: give it another id, or make none (--requests 0).", error);

        await using var sim = await Sim.StartAsync(new SimulatorOptions { ExplicitRequests = SeedFile.Read(file) });
        using var refused = await sim.Http.PostAsync(new Uri(sim.Host.ControlAddress, "reset"), new StringContent("{\"requests\":10}"));
        Assert.Equal((400, 1), ((int)refused.StatusCode, sim.Host.State.Requests));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string json)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid()}.json");
        File.WriteAllText(file, json);
        return file;
    }
}
