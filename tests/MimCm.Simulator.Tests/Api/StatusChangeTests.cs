using System.Net;
using System.Text;

namespace MimCm.Simulator.Tests;

public sealed class StatusChangeTests
{
    private const int Approved = 3, Denied = 4, Completed = 8, Failed = 9, Pending = 16, Canceled = 17, Executing = 18;

    [Theory]
    [InlineData("Completed", Approved, Completed)]
    [InlineData("Completed", Executing, Completed)]
    [InlineData("Abandoned", Approved, Failed)]
    [InlineData("Abandoned", Executing, Failed)]
    [InlineData("Canceled", Pending, Canceled)]
    [InlineData("Canceled", Approved, Canceled)]
    [InlineData("Canceled", Executing, Canceled)]
    [InlineData("canceled", Approved, Canceled)]
    public async Task AllowedChangeReturnsTheRequestWithItsNewStatus(string change, int from, int to)
    {
        await using var sim = await Sim.StartAsync();
        var id = sim.Any(from);

        using var response = await sim.ChangeAsync(id, change);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = await Sim.JsonAsync(response);
        Assert.Equal((id, to), (request.GetProperty("Uuid").GetGuid(), request.GetProperty("Status").GetInt32()));
        Assert.Equal(to, sim.Host.Find(id)!.Status);
        using var read = await sim.GetAsync($"/{id}");
        Assert.Equal(request.GetRawText(), (await Sim.JsonAsync(read)).GetRawText());
        Assert.True(Assert.Single(sim.Host.Calls, c => c.Method == "PUT").Changed);
    }

    [Theory]
    [InlineData("Completed", Pending)]
    [InlineData("Abandoned", Pending)]
    [InlineData("Completed", Completed), InlineData("Canceled", Completed), InlineData("Abandoned", Completed)]
    [InlineData("Completed", Denied), InlineData("Canceled", Denied), InlineData("Abandoned", Denied)]
    [InlineData("Completed", Failed), InlineData("Canceled", Failed), InlineData("Abandoned", Failed)]
    [InlineData("Completed", Canceled), InlineData("Canceled", Canceled), InlineData("Abandoned", Canceled)]
    public async Task ChangeThatTheStatusDoesNotAllowIsRejectedAndChangesNothing(string change, int from)
    {
        await using var sim = await Sim.StartAsync();
        var before = sim.Host.Requests(from).First();

        using var response = await sim.ChangeAsync(before.Uuid, change);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(before, sim.Host.Find(before.Uuid)! with { DataCollection = before.DataCollection });
        Assert.False(Assert.Single(sim.Host.Calls).Changed);
    }

    [Theory]
    [InlineData(403), InlineData(409), InlineData(500)]
    public async Task StatusCodeOfARefusalIsAnOption(int status)
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { RefusalStatus = status });

        using var response = await sim.ChangeAsync(sim.Any(Completed), "Completed");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task ResponseToAChangeHasNoBodyIfTheOptionSaysSo()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { ChangeAnswer = 204 });
        var id = sim.Any(Approved);

        using var response = await sim.ChangeAsync(id, "Canceled");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(Canceled, sim.Host.Find(id)!.Status);
    }

    [Fact]
    public async Task CompletedRequestHasANewProfileAndIfForACardANewCard()
    {
        await using var sim = await Sim.StartAsync();
        foreach (var isSmartcard in new[] { true, false })
        {
            var before = sim.Host.Requests(Approved).First(r => r.IsSmartcard == isSmartcard && r.RequestType == 1 && r.Completed is null);
            using var response = await sim.ChangeAsync(before.Uuid, "Completed");
            var after = sim.Host.Find(before.Uuid)!;

            Assert.NotEqual(Guid.Empty, after.NewProfileUuid);
            Assert.Equal(isSmartcard, after.NewSmartcardUuid != Guid.Empty);
            Assert.NotNull(after.Completed);
        }
    }

    [Theory]
    [InlineData("Canceled"), InlineData("Abandoned")]
    public async Task OtherFinalStatusesSetNoDateUnlessTheOptionSaysSo(string change)
    {
        await using var sim = await Sim.StartAsync();
        var ids = sim.Host.Requests(Approved).Take(2).Select(r => r.Uuid).ToList();

        (await sim.ChangeAsync(ids[0], change)).Dispose();
        sim.Host.Behavior = sim.Host.Behavior with { DateEveryEnd = true };
        (await sim.ChangeAsync(ids[1], change)).Dispose();

        Assert.Null(sim.Host.Find(ids[0])!.Completed);
        Assert.NotNull(sim.Host.Find(ids[1])!.Completed);
    }

    [Fact]
    public async Task ExactlyOneOfTwoConcurrentChangesSucceeds()
    {
        await using var sim = await Sim.StartAsync();
        foreach (var request in sim.Host.Requests(Approved).Take(40).ToList())
        {
            var answers = await Task.WhenAll(
                sim.ChangeAsync(request.Uuid, "Completed"), sim.ChangeAsync(request.Uuid, "Canceled"), sim.ChangeAsync(request.Uuid, "Abandoned"));

            Assert.Equal([200, 403, 403], answers.Select(a => (int)a.StatusCode).Order());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"Completed\"")]
    [InlineData("{\"status\":8}")]
    [InlineData("{\"status\":\"Approved\"}")]
    [InlineData("{\"status\":\"Cancelled\"}")]
    [InlineData("{\"status\":\"Failed\"}")]
    [InlineData("{\"state\":\"Completed\"}")]
    [InlineData("{\"status\":\"Completed\"")]
    public async Task BodyWithoutAKnownStatusIs400(string body)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.PutAsync(Sim.EnrollId, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(Approved, sim.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);
    }

    [Theory]
    [InlineData("{\"status\":\"Completed\"}", "application/json; charset=utf-8")]
    [InlineData("{\"Status\":\"completed\",\"comment\":null}", "APPLICATION/JSON")]
    [InlineData("\uFEFF { \"STATUS\" : \"Completed\" }", "application/json")]
    public async Task PropertyOfTheBodyIsReadInAnyCase(string body, string type)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.PutAsync(Sim.EnrollId, body, type);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/json"), InlineData("text/plain"), InlineData("application/x-www-form-urlencoded")]
    public async Task OtherContentTypeIs415(string type)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.PutAsync(Sim.EnrollId, "{\"status\":\"Completed\"}", type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task NoContentTypeIs415()
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.Http.PutAsync("api/v1.0/requests/" + Sim.EnrollId, new ByteArrayContent("{\"status\":\"Completed\"}"u8.ToArray()));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task ChunkedBodyIs411AndChangesNothing()
    {
        await using var sim = await Sim.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/v1.0/requests/" + Sim.EnrollId)
        {
            Content = new StringContent("{\"status\":\"Completed\"}", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;

        using var response = await sim.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.LengthRequired, response.StatusCode);
        Assert.Equal(Approved, sim.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);
        Assert.Equal("chunked", Assert.Single(sim.Host.Calls).Headers["transfer-encoding"]);
    }

    [Fact]
    public async Task PutWithoutALengthIs411()
    {
        await using var sim = await Sim.StartAsync();

        var response = await RawHttp.ExchangeAsync(sim.Host.BaseAddress,
            $"PUT {sim.Host.BaseAddress.AbsolutePath}api/v1.0/requests/{Sim.EnrollId} HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/json\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 411 ", response);
    }
}
