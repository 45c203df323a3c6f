using System.Net;
using System.Text.Json;

namespace MimCm.Simulator.Tests;

public sealed class RequestListTests
{
    private const string CurrentUser = "8f1590dc-d932-4b66-8e68-2e91c5880780";

    [Theory]
    [InlineData("Approved", 3)]
    [InlineData("denied", 4)]
    [InlineData("COMPLETED", 8)]
    [InlineData("Failed", 9)]
    [InlineData("pending", 16)]
    [InlineData("Canceled", 17)]
    [InlineData("Executing", 18)]
    [InlineData("16", 16)]
    public async Task StatusIsANameInAnyCaseOrANumber(string status, int number)
    {
        await using var sim = await Sim.StartAsync();

        var found = await sim.ListAsync($"?status={status}");

        Assert.Equal(sim.Host.State.ByStatus[number], found.Count);
        Assert.All(found, r => Assert.Equal(number, r.GetProperty("Status").GetInt32()));
    }

    [Fact]
    public async Task AllRequestsAreReturnedOnceInTheSameOrderWithoutAQuery()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 2500 });

        var first = (await sim.ListAsync()).ConvertAll(r => r.GetProperty("Uuid").GetGuid());
        var second = (await sim.ListAsync()).ConvertAll(r => r.GetProperty("Uuid").GetGuid());

        Assert.Equal(2500, first.Distinct().Count());
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task CurrentUserIsTheTargetOfTheExamplesAndOfAboutTwoPercent()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 10_000 });

        var own = await sim.ListAsync("?targetuser=current");

        Assert.InRange(own.Count, 150, 300);
        Assert.All(own, r => Assert.Equal(CurrentUser, r.GetProperty("TargetUserUuid").GetString()));
        Assert.Equal([Sim.EnrollId, Sim.UnblockId], own.Take(2).Select(r => r.GetProperty("Uuid").GetString()));
    }

    [Fact]
    public async Task TargetUserAndStatusAreCombined()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 10_000 });

        var both = await sim.ListAsync("?status=Pending&targetuser=current");

        Assert.NotEmpty(both);
        Assert.All(both, r => Assert.Equal((16, CurrentUser), (r.GetProperty("Status").GetInt32(), r.GetProperty("TargetUserUuid").GetString())));
    }

    [Fact]
    public async Task OtherCurrentUserReceivesItsOwnRequests()
    {
        var user = Guid.NewGuid();
        await using var sim = await Sim.StartAsync(new ServerBehavior { CurrentUser = user });

        var own = await sim.ListAsync("?targetuser=current");

        Assert.NotEmpty(own);
        Assert.All(own, r => Assert.Equal(user, r.GetProperty("TargetUserUuid").GetGuid()));
    }

    [Fact]
    public async Task EmptyListIs204WithoutABodyOrAnEmptyArray()
    {
        await using var sim = await Sim.StartAsync();

        using var none = await sim.GetAsync("?status=None");
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        Assert.Empty(await none.Content.ReadAsByteArrayAsync());
        Assert.Null(none.Content.Headers.ContentType);

        sim.Host.Behavior = sim.Host.Behavior with { EmptyList = 200 };
        Assert.Equal("[]", await sim.Http.GetStringAsync("api/v1.0/requests?status=None"));
    }

    [Fact]
    public async Task StatusNoneIsAllIfTheOptionSaysSo()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { StatusNoneIsAny = true });

        Assert.Equal(1000, (await sim.ListAsync("?status=None")).Count);
    }

    [Theory]
    [InlineData("?status=Abandoned", 400)]
    [InlineData("?status=99", 204)]
    [InlineData("?status=Pending,Approved", 204)]
    [InlineData("?targetuser=8f1590dc-d932-4b66-8e68-2e91c5880780", 500)]
    [InlineData("?targetuser=CURRENT", 200)]
    [InlineData("?targetuser=&status=", 200)]
    [InlineData("?unheard=of", 200)]
    public async Task UndocumentedQueryIsHandledAsByWebApi(string query, int status)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.GetAsync(query);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(204), InlineData(403), InlineData(404), InlineData(500)]
    public async Task UnknownIdIsReportedAsTheOptionSpecifies(int status)
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { UnknownId = status });

        using var got = await sim.GetAsync("/" + Guid.NewGuid());
        using var put = await sim.ChangeAsync(Guid.NewGuid(), "Canceled");

        Assert.Equal((status, status), ((int)got.StatusCode, (int)put.StatusCode));
        Assert.Equal(status == 204, (await got.Content.ReadAsByteArrayAsync()).Length == 0);
    }

    [Theory]
    [InlineData("certificatemanagement/API/V1.0/REQUESTS")]
    [InlineData("CertificateManagement/api/v1.0/Requests/")]
    public async Task PathsAreReadInAnyCase(string path)
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 3 });

        using var response = await sim.Http.GetAsync(new Uri(sim.Host.BaseAddress, "/" + path));

        Assert.Equal(3, (await Sim.JsonAsync(response)).GetArrayLength());
    }

    [Theory]
    [InlineData("{A9B4B42C-CC50-4C9B-89D1-BBC0BCD5A099}", 200)]
    [InlineData("a9b4b42ccc504c9b89d1bbc0bcd5a099", 200)]
    [InlineData("a9b4b42c", 400)]
    [InlineData("00000000-0000-0000-0000-000000000000", 204)]
    public async Task IdIsParsedAsANetGuid(string id, int status)
    {
        await using var sim = await Sim.StartAsync();

        using var response = await sim.GetAsync("/" + id);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task DisabledApiRespondsWithThePageOfIis()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { ApiEnabled = false });

        foreach (var path in new[] { "", "?status=Pending", "/" + Sim.EnrollId })
        {
            using var response = await sim.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
            Assert.Contains("<html", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task FolderIsThatOfTheOptionAndOthersRespondWithThePageOfIis()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Folder = "CM", Requests = 2 });

        Assert.EndsWith("/CM/", sim.Host.BaseAddress.AbsolutePath);
        Assert.Equal(2, (await sim.ListAsync()).Count);
        using var other = await sim.Http.GetAsync(new Uri(sim.Host.BaseAddress, "/CertificateManagement/api/v1.0/requests"));
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (other.StatusCode, other.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task UnknownResourceIs404AndUnknownMethodIs405()
    {
        await using var sim = await Sim.StartAsync();

        using var other = await sim.Http.GetAsync("api/v1.0/nonesuch");
        Assert.Equal((HttpStatusCode.NotFound, "application/json"), (other.StatusCode, other.Content.Headers.ContentType!.MediaType));
        using var deleted = await sim.Http.DeleteAsync("api/v1.0/requests/" + Sim.EnrollId);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, deleted.StatusCode);
        Assert.Equal(["GET", "PUT"], deleted.Content.Headers.Allow);
    }

    [Fact]
    public async Task MillionRequestsAreStreamedInLittleMemory()
    {
        using var process = SimulatorProcess.Start("--requests", "1000000");
        using var http = new HttpClient { BaseAddress = await process.ReadyAsync() };

        using var response = await http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 20];
        for (var read = 0L; read < 400_000_000;)
            read += await body.ReadAtLeastAsync(buffer, 1);

        Assert.Null(response.Content.Headers.ContentLength);
        Assert.InRange(process.PeakMemory, 1, 200_000_000);
    }

    [Fact]
    public async Task RequestIsFoundByItsIdInAnyNumberOfRequests()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 1_000_000, Seed = 7 });

        foreach (var request in sim.Host.Requests().Where((_, i) => i % 99_999 == 0).Take(10))
        {
            using var response = await sim.GetAsync("/" + request.Uuid);
            Assert.Equal(request.Uuid, (await Sim.JsonAsync(response)).GetProperty("Uuid").GetGuid());
        }
    }
}
