namespace MimCm.Client.Tests;

/// <summary>Each request of a list is returned when its bytes have arrived, and the memory does not grow with the list.</summary>
[Collection(nameof(OwnTimeZone))]
public sealed class StreamingTests
{
    private static readonly byte[] Element = Bodies.EnrollApproved;

    [Fact]
    public async Task EachRequestIsReturnedWhenItsBytesHaveArrived()
    {
        var given = new SemaphoreSlim(0);
        await using var server = ScriptedServer.Start(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", "Transfer-Encoding: chunked");
            for (var i = 0; i < 20; i++)
            {
                // The next request is sent after the previous one was returned.
                await call.WriteChunkAsync([.. i == 0 ? "["u8 : ","u8, .. Bodies.Request(Bodies.Id(i))]);
                Assert.True(await given.WaitAsync(Eventually.Limit), $"Request {i} was not given.");
            }

            await call.WriteChunkAsync("]"u8.ToArray());
            await call.WriteChunkAsync([]);
        });
        using var client = server.Client();
        var n = 0;

        await foreach (var request in client.GetRequestsAsync(new RequestQuery()))
        {
            Assert.Equal(Bodies.Id(n++), request.Uuid);
            given.Release();
        }

        Assert.Equal(20, n);
    }

    [FactNotOnMono(Mono.CountsMemoryRoughly)]
    public async Task MemoryDoesNotGrowWithTheList()
    {
        const int Count = 60_000;
        using var client = Read.Client(() => new LongList(Element, Count));
        var (n, early, late) = (0, 0L, 0L);

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
        {
            n++;
            if (n == Count / 10)
                early = GC.GetTotalMemory(forceFullCollection: true);
            else if (n == Count - 1)
                late = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.Equal(Count, n);
        Assert.True(late - early < 1_000_000, $"{early:N0} bytes after a tenth, {late:N0} at the end.");
    }

    [Fact]
    public async Task BodyIsNotReadAheadOfTheReader()
    {
        var body = new LongList(Element, 100_000);
        using var client = Read.Client(() => body);

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
            break;

        Assert.InRange(body.Given, 1, 100_000);
    }

    [Fact]
    public async Task ConcurrentListsDoNotMix()
    {
        await using var server = ScriptedServer.Always(async call =>
        {
            var status = call.Target.Split('=')[1];
            var body = Bodies.Array([.. Enumerable.Range(0,
                200).Select(i => Bodies.Request(Bodies.Id((int.Parse(status, null) * 1000) + i), (RequestStatus)int.Parse(status, null)))]);
            await Reply.Json(body)(call);
        });
        using var client = server.Client();

        var reads = await Task.WhenAll(Enumerable.Range(100,
            20).Select(status => Read.ListAsync(client, new RequestQuery { Statuses = [(RequestStatus)status] })));

        for (var i = 0; i < reads.Length; i++)
            Assert.Equal(Enumerable.Range(0, 200).Select(n => Bodies.Id(((100 + i) * 1000) + n)), reads[i].Requests.Select(request => request.Uuid));
    }
}
