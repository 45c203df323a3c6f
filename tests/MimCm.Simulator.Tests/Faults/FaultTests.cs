using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Tests;

public sealed class FaultTests
{
    private const int Approved = 3, Canceled = 17;

    private static Task<Sim> StartAsync(params FaultRule[] faults) => Sim.StartAsync(new SimulatorOptions { Faults = faults, Requests = 200 });

    [Fact]
    public async Task StatusCodeIsSentWithRetryAfterAndBodyUpToTheSpecifiedTimes()
    {
        await using var sim = await StartAsync(new FaultRule { Name = "busy", Path = "list", Status = 503, RetryAfter = "7", Times = 2 });

        for (var i = 0; i < 2; i++)
        {
            using var busy = await sim.GetAsync();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(7)), (busy.StatusCode, busy.Headers.RetryAfter!.Delta));
            Assert.Equal("Service Unavailable", (await Sim.JsonAsync(busy)).GetProperty("Message").GetString());
        }
        using var item = await sim.GetAsync("/" + Sim.EnrollId);
        using var well = await sim.GetAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (item.StatusCode, well.StatusCode));
        Assert.Equal(["busy", "busy", null, null], sim.Host.Calls.Select(c => c.Fault));
        Assert.Equal([503, 503, 200, 200], sim.Host.Calls.Select(c => c.Status!.Value));
        Assert.Equal((3, 2), (sim.Host.FaultStatistics[0].Matched, sim.Host.FaultStatistics[0].Applied));
    }

    [Fact]
    public async Task RetryAfterCanBeADateOrInvalid()
    {
        await using var sim = await StartAsync(
            new FaultRule { Status = 429, RetryAfter = "date:30", Times = 1 }, new FaultRule { Status = 429, RetryAfter = "soon" });

        using var dated = await sim.GetAsync();
        using var odd = await sim.GetAsync();

        Assert.InRange(dated.Headers.RetryAfter!.Date!.Value, DateTimeOffset.UtcNow.AddSeconds(25), DateTimeOffset.UtcNow.AddSeconds(31));
        Assert.Equal("soon", odd.Headers.NonValidated["Retry-After"].ToString());
    }

    [Theory]
    [InlineData(FaultBody.Error, "application/json"), InlineData(FaultBody.Page, "text/html"), InlineData(FaultBody.None, null)]
    public async Task BodyOfAnErrorIsOfTheSpecifiedKind(FaultBody body, string? type)
    {
        await using var sim = await StartAsync(new FaultRule { Status = 502, Body = body });

        using var response = await sim.GetAsync();

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(body == FaultBody.None, (await response.Content.ReadAsByteArrayAsync()).Length == 0);
    }

    [Fact]
    public async Task RulesMatchByMethodIdNthCallAndExpression()
    {
        await using var sim = await StartAsync(
            new FaultRule { Name = "put", Method = "put", Status = 502 },
            new FaultRule { Name = "id", Id = Guid.Parse(Sim.UnblockId), Status = 503 },
            new FaultRule { Name = "regex", Path = "[?&]status=pend", Status = 504 },
            new FaultRule { Name = "nth", Path = "any", Nth = new IntRange(2, 3), Status = 408 });

        (await sim.ChangeAsync(Sim.EnrollId, "Canceled")).Dispose();
        (await sim.GetAsync("/" + Sim.UnblockId)).Dispose();
        (await sim.GetAsync("?targetuser=current&status=Pending")).Dispose();
        for (var i = 0; i < 4; i++)
            (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();

        Assert.Equal(["put", "id", "regex", null, "nth", "nth", null], sim.Host.Calls.Select(c => c.Fault));
    }

    [Fact]
    public async Task SameSeedGivesTheSameSequence()
    {
        async Task<string> FateAsync(int seed)
        {
            await using var sim = await StartAsync(new FaultRule { Probability = 0.3, Seed = seed, Status = 500 });
            for (var i = 0; i < 60; i++)
                (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();
            return string.Concat(sim.Host.Calls.Select(c => c.Fault is null ? '.' : 'X'));
        }

        var fate = await FateAsync(1);

        Assert.Equal(fate, await FateAsync(1));
        Assert.NotEqual(fate, await FateAsync(2));
        Assert.InRange(fate.Count(c => c == 'X'), 6, 32);
    }

    [Fact]
    public async Task LatencyDelaysTheHeaders()
    {
        await using var sim = await StartAsync(new FaultRule { Latency = new IntRange(300, 350) });
        var watch = Stopwatch.StartNew();

        using var response = await sim.Http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead);

        Assert.True(watch.ElapsedMilliseconds >= 290, $"{watch.Elapsed}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(FaultEffect.No, Approved), InlineData(FaultEffect.Yes, Canceled)]
    public async Task ConnectionIsResetBeforeOrAfterTheChange(FaultEffect effect, int status)
    {
        await using var sim = await StartAsync(new FaultRule { Method = "PUT", Reset = true, Effect = effect });

        await Assert.ThrowsAsync<HttpRequestException>(() => sim.ChangeAsync(Sim.EnrollId, "Canceled"));

        Assert.Equal(status, sim.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);
        var call = Assert.Single(sim.Host.Calls);
        Assert.Equal((status == Canceled, null), (call.Changed, call.Status));
    }

    [Theory]
    [InlineData(null, Approved), InlineData(FaultEffect.Yes, Canceled)]
    public async Task ErrorIsSentBeforeOrAfterTheChange(FaultEffect? effect, int status)
    {
        await using var sim = await StartAsync(new FaultRule { Method = "PUT", Status = 504, Effect = effect });

        using var response = await sim.ChangeAsync(Sim.EnrollId, "Canceled");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(status, sim.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);
        Assert.Equal(status == Canceled, Assert.Single(sim.Host.Calls).Changed);
    }

    [Fact]
    public async Task ChangeCanTakeEffectAfterItsResponseWasLost()
    {
        var clock = new ManualClock();
        await using var sim = await Sim.StartAsync(new SimulatorOptions
        {
            Requests = 200,
            Faults = [new FaultRule { Method = "PUT", Status = 502, Effect = FaultEffect.Late, LateMs = 400 }],
            TimeProvider = clock,
        });

        using var response = await sim.ChangeAsync(Sim.EnrollId, "Canceled");
        Assert.Equal([TimeSpan.FromMilliseconds(400)], clock.Waits);
        clock.Advance(TimeSpan.FromMilliseconds(399));
        Assert.Equal(Approved, sim.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => sim.Host.Find(Guid.Parse(Sim.EnrollId))!.Status == Canceled);
        Assert.True(Assert.Single(sim.Host.Calls).Changed);
    }

    [Fact]
    public async Task SuccessCanShowARequestThatWasNotChanged()
    {
        await using var sim = await StartAsync(new FaultRule { Method = "PUT", Effect = FaultEffect.No });

        using var response = await sim.ChangeAsync(Sim.EnrollId, "Canceled");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Approved, (await Sim.JsonAsync(response)).GetProperty("Status").GetInt32());
        Assert.False(Assert.Single(sim.Host.Calls).Changed);
    }

    [Fact]
    public async Task BodyCutAfterRequestsEndsBeforeItsContentLength()
    {
        await using var sim = await StartAsync(new FaultRule { CutElements = 10 });
        var whole = Encoding.UTF8.GetByteCount(await FirstAsync(200) + "]");

        var (headers, body) = await RawAsync(sim);

        Assert.Contains($"Content-Length: {whole}\r\n", headers);
        Assert.Equal(await FirstAsync(10), body);
        await Eventually.TrueAsync(() => sim.Host.Calls[^1].Milliseconds > 0);
        Assert.Equal(10, sim.Host.Calls[^1].RequestsSent);
    }

    [Fact]
    public async Task BodyCanBeCutInsideARequestOrAfterBytes()
    {
        await using var sim = await StartAsync(
            new FaultRule { CutElements = 2, InsideElement = true, Times = 1 }, new FaultRule { CutBytes = 1000 });

        var (_, inside) = await RawAsync(sim);
        var (_, bytes) = await RawAsync(sim);

        Assert.StartsWith(await FirstAsync(2) + ",{\"Uuid\"", inside);
        Assert.False(inside.EndsWith('}'));
        Assert.Equal(1000, bytes.Length);
    }

    [Fact]
    public async Task CutBodyCanLookCompleteByAShorterLengthOrItsLastChunk()
    {
        await using var sim = await StartAsync(
            new FaultRule { CutElements = 3, Framing = FaultFraming.ShortLength, Times = 1 },
            new FaultRule { CutElements = 3, Framing = FaultFraming.Chunked });

        var shorter = await sim.Http.GetStringAsync("api/v1.0/requests");
        using var chunked = await sim.GetAsync();

        Assert.Equal(await FirstAsync(3), shorter);
        Assert.True(chunked.Headers.TransferEncodingChunked);
        Assert.Equal(shorter, await chunked.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null), InlineData(4)]
    public async Task ChunkedBodyCanEndWithoutTheLastChunk(int? cut)
    {
        await using var sim = await StartAsync(new FaultRule { CutElements = cut, Framing = FaultFraming.ChunkedBroken });

        var (headers, body) = await RawAsync(sim);

        Assert.Contains("Transfer-Encoding: chunked", headers);
        Assert.DoesNotContain("\r\n0\r\n\r\n", body);
        Assert.Equal(cut ?? 200, body.Split("{\"Uuid\":").Length - 1);
        await Assert.ThrowsAnyAsync<Exception>(() => sim.Http.GetStringAsync("api/v1.0/requests"));
    }

    [Fact]
    public async Task BodyCanEndWithAReset()
    {
        await using var sim = await StartAsync(new FaultRule { CutElements = 3, Close = FaultClose.Reset });

        await Assert.ThrowsAnyAsync<IOException>(() => RawAsync(sim));
    }

    [Fact]
    public async Task BodyCanStallInTheMiddle()
    {
        await using var sim = await StartAsync(new FaultRule { Stall = 700, StallAt = 5000 });
        var watch = Stopwatch.StartNew();

        using var response = await sim.Http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[5001]);

        Assert.True(watch.ElapsedMilliseconds >= 690, $"{watch.Elapsed}");
        using var rest = new StreamReader(body);
        Assert.EndsWith("}]", await rest.ReadToEndAsync());
    }

    [Fact]
    public async Task EndlessStallEndsWithTheClientOrTheSimulator()
    {
        var sim = await StartAsync(new FaultRule { Stall = -1, StallAt = 0 });
        using (var response = await sim.Http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Eventually.TrueAsync(() => sim.Host.Calls[0].Aborted);

        using var held = await sim.Http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead);
        await Eventually.EndsAsync(sim.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task BodyCanBeSentSlowly()
    {
        await using var sim = await StartAsync(new FaultRule { BytesPerSecond = 2000 });
        var watch = Stopwatch.StartNew();

        var body = await sim.Http.GetStringAsync("api/v1.0/requests/" + Sim.EnrollId);

        Assert.Equal(ExampleBodies.EnrollApproved, body);
        Assert.True(watch.ElapsedMilliseconds >= 500, $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData(FaultContent.Empty, "^$")]
    [InlineData(FaultContent.Page, "^<!DOCTYPE html")]
    [InlineData(FaultContent.Null, "^null$")]
    [InlineData(FaultContent.NoUuid, "^{\"RequestType\":1,")]
    [InlineData(FaultContent.UuidOnly, "^{\"Uuid\":\"a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\"}$")]
    [InlineData(FaultContent.MoreProperties, "^{\"Links\":{.*\"Uuid\":\"a9b4b42c")]
    [InlineData(FaultContent.CamelCase, "^{\"uuid\":\"a9b4b42c.*\"isDataCollectionComplete\":false}$")]
    [InlineData(FaultContent.ByteOrderMark, "^\uFEFF?{\"Uuid\"")]
    [InlineData(FaultContent.ArrayOfOne, "^\\[{\"Uuid\".*}\\]$")]
    [InlineData(FaultContent.Deep, "^\\[{100000}\\]{100000}$")]
    [InlineData(FaultContent.HugeElement, "^{\"Uuid\":\"[0-9a-f-]{36}\",.*\"Comment\":\"x{100000}\"}$")]
    public async Task SuccessCanHaveAnyOtherBody(FaultContent content, string pattern)
    {
        await using var sim = await StartAsync(new FaultRule { Content = content });

        using var response = await sim.GetAsync("/" + Sim.EnrollId);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches(pattern, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
        Assert.Equal(content == FaultContent.Page ? "text/html" : "application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task RequestCanHaveAnotherId()
    {
        await using var sim = await StartAsync(new FaultRule { Content = FaultContent.OtherId });

        using var response = await sim.GetAsync("/" + Sim.EnrollId);

        var request = await Sim.JsonAsync(response);
        Assert.NotEqual(Sim.EnrollId, request.GetProperty("Uuid").GetString());
        Assert.Equal("2015-07-07T23:36:21.93Z", request.GetProperty("Submitted").GetString());
    }

    [Fact]
    public async Task ListCanHaveAnotherShape()
    {
        await using var sim = await StartAsync(
            new FaultRule { Content = FaultContent.SingleObject, Times = 1 },
            new FaultRule { Content = FaultContent.NoUuid, Times = 1 },
            new FaultRule { Content = FaultContent.HugeElement, Size = 1_000_000, Times = 1 },
            new FaultRule { Content = FaultContent.Garbage });

        Assert.Equal(ExampleBodies.EnrollApproved, await sim.Http.GetStringAsync("api/v1.0/requests"));
        Assert.All(await sim.ListAsync(), r => Assert.False(r.TryGetProperty("Uuid", out _)));
        var huge = await sim.ListAsync();
        Assert.Equal((201, 1_000_000), (huge.Count, huge[0].GetProperty("Comment").GetString()!.Length));
        var garbage = await sim.Http.GetByteArrayAsync("api/v1.0/requests");
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(garbage));
    }

    [Fact]
    public async Task EndlessListDoesNotEnd()
    {
        await using var sim = await StartAsync(new FaultRule { Content = FaultContent.Endless });

        using (var response = await sim.Http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            var start = new byte[5_000_000];
            await body.ReadExactlyAsync(start);
            var text = Encoding.UTF8.GetString(start);
            Assert.True(text.Split("\"Uuid\":\"" + Sim.EnrollId).Length > 10);
            Assert.Equal(1, text.Count(c => c == '[') - text.Split("\"DataCollection\":[").Length + 1);
        }
        await Eventually.TrueAsync(() => sim.Host.Calls[0].Aborted);
    }

    [Fact]
    public async Task ContentTypeCanBeWrong()
    {
        await using var sim = await StartAsync(new FaultRule { ContentType = "text/plain" });

        using var response = await sim.GetAsync("/" + Sim.EnrollId);

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(ExampleBodies.EnrollApproved, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(FaultEncoding.Gzip, true), InlineData(FaultEncoding.GzipBroken, false), InlineData(FaultEncoding.GzipCut, false)]
    public async Task BodyCanBeCompressedCorrectlyOrIncorrectly(FaultEncoding encoding, bool isWell)
    {
        await using var sim = await StartAsync(new FaultRule { Encoding = encoding });

        using var response = await sim.GetAsync();
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        bool IsWhole()
        {
            try
            {
                using var zip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                using var document = JsonDocument.Parse(zip);
                return document.RootElement.GetArrayLength() == 200;
            }
            catch (Exception e) when (e is InvalidDataException or JsonException)
            {
                return false;
            }
        }
        Assert.Equal(isWell, IsWhole());
    }

    [Theory]
    [InlineData(301), InlineData(302), InlineData(307), InlineData(308)]
    public async Task RedirectHasItsLocation(int status)
    {
        await using var sim = await StartAsync(new FaultRule { Status = status, Location = "https://sts.contoso.com/adfs/ls/?wa=1", Body = FaultBody.Page });

        using var response = await sim.GetAsync();

        Assert.Equal((status, "https://sts.contoso.com/adfs/ls/?wa=1"), ((int)response.StatusCode, response.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task RulesAreSetAddedReadAndRemovedByTheControlApi()
    {
        await using var sim = await Sim.StartAsync();

        await sim.ControlAsync("PUT", "faults", """[{"path":"item","status":503,"retryAfter":"1","nth":"2-"}]""");
        await sim.ControlAsync("POST", "faults", """{"name":"slow","latency":"1-5","content":"noUuid","framing":"chunkedBroken","nth":3}""");
        (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();
        (await sim.GetAsync("/" + Sim.EnrollId)).Dispose();

        var faults = (await sim.ControlAsync("GET", "faults"))!.AsArray();
        Assert.Equal(("fault 1", 2, 1), ((string?)faults[0]!["name"], (int)faults[0]!["matched"]!, (int)faults[0]!["applied"]!));
        Assert.Equal("2-", (string?)faults[0]!["rule"]!["nth"]);
        Assert.Equal(("slow", 3, "noUuid"), ((string?)faults[1]!["name"], (int)faults[1]!["rule"]!["nth"]!, (string?)faults[1]!["rule"]!["content"]));

        await sim.ControlAsync("DELETE", "faults");
        Assert.Empty(sim.Host.Faults);
        using var bad = await sim.Http.PutAsync(new Uri(sim.Host.ControlAddress, "faults"), new StringContent("""{"statsu":503}"""));
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    /// <summary>The complete bodies, from a simulator without faults.</summary>
    private static readonly Lazy<Task<List<string>>> Healthy = new(async () =>
    {
        await using var sim = await StartAsync();
        return (await sim.ListAsync()).ConvertAll(r => r.GetRawText());
    });

    private static async Task<string> FirstAsync(int count) => "[" + string.Join(',', (await Healthy.Value).Take(count));

    private static async Task<(string Headers, string Body)> RawAsync(Sim sim)
    {
        var response = await RawHttp.ExchangeAsync(sim.Host.BaseAddress,
            $"GET {sim.Host.BaseAddress.AbsolutePath}api/v1.0/requests HTTP/1.1\r\nHost: x\r\n\r\n");
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (response[..(end + 2)], response[(end + 4)..]);
    }
}
