using System.IO.Compression;
using System.Text;

namespace MimCm.Identity.Tests;

/// <summary>Endless or compressed responses do not exhaust memory.</summary>
[Collection(AloneCollection.Name)]
public sealed class MemoryBoundTests
{
    private const string Id = "a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099";

    [Fact]
    public async Task EndlessListIsStreamedAndNotKept()
    {
        var request = $$"""{"Uuid":"{{Id}}","Comment":"{{new string('x', 2000)}}","Status":3},""";
        await using var evil = ScriptedServer.Always(
            Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", string.Concat(Enumerable.Repeat(request, 50))));
        using var client = Client(evil);
        var (count, early) = (0, 0L);

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
        {
            if (++count == 5_000)
                early = GC.GetTotalMemory(forceFullCollection: true);
            else if (count == 40_000)
                break;
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - early, long.MinValue, 20_000_000);
        await Eventually.TrueAsync(() => evil.Open == 0);
    }

    [Fact]
    public async Task LimitsApplyToTheDecompressedBody()
    {
        // 300 kB that decompress to 300 MB: one request with a comment.
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("[{\"Comment\":\""u8.ToArray());
            for (var i = 0; i < 300; i++)
                await gzip.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 1_000_000)));
        }

        await using var evil = ScriptedServer.Always(Reply.Status(200, packed.ToArray(), "Content-Type: application/json", "Content-Encoding: gzip"));
        using var client = Client(evil);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var failure = await Eventually.EndsAsync(Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync()));


        Assert.Equal(MimCmError.InvalidResponse, failure.Error);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 50_000_000);
    }

    private static MimCmClient Client(ScriptedServer server) =>
        MimCmClient.Create(new MimCmClientOptions { Address = server.Address, NoProxy = true, MaximumRetryCount = 0 });
}
