using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MimCm.Simulator.Tests;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task FirstTwoRequestsAreExactlyMicrosoftsExamples()
    {
        await using var sim = await Sim.StartAsync();

        Assert.Equal(ExampleBodies.EnrollApproved, await sim.Http.GetStringAsync($"api/v1.0/requests/{Sim.EnrollId}"));
        Assert.Equal(ExampleBodies.UnblockApproved, await sim.Http.GetStringAsync($"api/v1.0/requests/{Sim.UnblockId}"));
        Assert.StartsWith($"[{ExampleBodies.EnrollApproved},{ExampleBodies.UnblockApproved},", await sim.Http.GetStringAsync("api/v1.0/requests"));
    }

    [Fact]
    public async Task CompletedExampleIsMicrosoftsCompletedBodyExceptForTheDate()
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.ChangeAsync(Sim.EnrollId, "Completed");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(ExampleBodies.EnrollCompleted, Regex.Replace(body, "\"Completed\":\"[^\"]*\"", "\"Completed\":\"2015-07-07T23:37:37.767Z\""));
        var completed = (await Sim.JsonAsync(response)).GetProperty("Completed").GetString()!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$", completed);
        Assert.True((DateTime.UtcNow - DateTime.Parse(completed, null,
            System.Globalization.DateTimeStyles.AdjustToUniversal)).Duration() < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ResponsesAreJsonInUtf8WithAContentLength()
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.GetAsync("/" + Sim.EnrollId);

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(ExampleBodies.EnrollApproved.Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task EveryRequestHasThePropertiesOfTheExamplesInTheirOrder()
    {
        await using var sim = await Sim.StartAsync();
        using var example = JsonDocument.Parse(ExampleBodies.EnrollApproved);
        var names = example.RootElement.EnumerateObject().Select(p => p.Name).ToList();

        foreach (var request in await sim.ListAsync())
            Assert.Equal(names, request.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task DatesAreUtcWithoutTrailingZerosAndAMissingDateHasNoZone()
    {
        await using var sim = await Sim.StartAsync();

        foreach (var request in await sim.ListAsync())
        {
            var submitted = request.GetProperty("Submitted").GetString()!;
            var completed = request.GetProperty("Completed").GetString()!;
            Assert.Matches(@"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?Z$", submitted);
            if (request.GetProperty("Status").GetInt32() == 8)
                Assert.True(string.CompareOrdinal(submitted[..19], completed[..19]) < 0, completed);
            else
                Assert.Equal("0001-01-01T00:00:00", completed);
        }
    }

    [Fact]
    public async Task SecurityDescriptorsEndWithOneNulForEachEntry()
    {
        await using var sim = await Sim.StartAsync();

        var list = await sim.ListAsync();
        foreach (var request in list)
        {
            var descriptor = request.GetProperty("SecurityDescriptor").GetString()!;
            Assert.Equal(descriptor.Count(c => c == '('), descriptor.Length - descriptor.TrimEnd('\0').Length);
            Assert.Contains(@"\u0000""", request.GetRawText());
        }
        Assert.True(list.Select(r => r.GetProperty("SecurityDescriptor").GetString()).Distinct().Count() > 10);
    }

    [Fact]
    public async Task TextIsNotEscapedBeyondWhatJsonNetEscapes()
    {
        await using var sim = await Sim.StartAsync();
        const string comment = "Jürgen \"quoted\" <b>&'+</b> 東京 🎫 \\ / \t\r\n\u0001";
        var added = sim.Host.Add(new StoredRequest { Comment = comment, DataCollection = [new("Größe 🎫", comment), new("Leer", null)] });

        using var response = await sim.GetAsync("/" + added.Uuid);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Contains("""
            "Comment":"Jürgen \"quoted\" <b>&'+</b> 東京 🎫 \\ / \t\r\n\u0001",
            """.Trim(), body);
        Assert.Equal(comment, (await Sim.JsonAsync(response)).GetProperty("Comment").GetString());
        Assert.Contains("\"DataCollection\":[{\"Name\":\"Größe 🎫\",\"Value\":\"Jürgen", body);
        Assert.Contains("{\"Name\":\"Leer\",\"Value\":null}", body);
    }

    [Fact]
    public async Task ErrorIsAnHttpErrorOfWebApiAndA500HasACorrelationId()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { RefusalStatus = 500 });

        using var refused = await sim.ChangeAsync(sim.Any(8), "Canceled");

        Assert.Equal(HttpStatusCode.InternalServerError, refused.StatusCode);
        var error = await Sim.JsonAsync(refused);
        Assert.Equal(["Message"], error.EnumerateObject().Select(p => p.Name));
        Assert.Matches(@"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", error.GetProperty("Message").GetString());
    }
}
