using System.Diagnostics;
using System.IO.Compression;

namespace MimCm.Client.Tests;

/// <summary>The connection of a list that is not read to its end is closed within half a second, without reading the rest.</summary>
public sealed class EarlyTerminationTests
{
    private static readonly byte[] Element = [.. Bodies.EnrollApproved, .. ","u8];

    /// <summary>The framing of the body, and what the server does with the rest.</summary>
    public static TheoryData<string> Ways =>
    [
        "length, rest stalls", "length, little rest stalls", "length, little rest drips", "length, all there",
        "chunked, rest stalls", "chunked, rest drips", "chunked, rest floods", "neither, rest drips",
    ];

    [TheoryNotOnMono(Mono.Drains)]
    [MemberData(nameof(Ways))]
    public Task ConnectionIsClosedAtOnce(string way) => Promptly.WithinAsync(TimeSpan.FromSeconds(0.5), () => CloseAsync(way));

    [FactNotOnMono(Mono.Drains)]
    public Task ConnectionOfACompressedListIsClosedAtOnce() => Promptly.WithinAsync(TimeSpan.FromSeconds(0.5), ClosePackedAsync);

    [Fact]
    public async Task ConnectionOfADamagedListIsClosedAtOnce()
    {
        var closed = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", "Content-Length: 1000");
            await call.WriteAsync("[5");
            await call.WriteAsync(",");
            await call.WaitUntilClosedAsync();
            closed.SetResult();
        });
        using var client = server.Client();

        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(client)).Failure?.Error);
        await Eventually.EndsAsync(closed.Task);
    }

    [Fact]
    public async Task ListReadToItsEndKeepsItsConnectionForTheNextCall()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved)));
        using var client = server.Client();

        for (var i = 0; i < 3; i++)
            Assert.Equal(2, (await Read.ListAsync(client)).Requests.Count);

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task ClientCanBeUsedAfterAListThatWasNotReadToItsEnd()
    {
        await using var server = ScriptedServer.Start(
            Reply.Stall(Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved), Bodies.EnrollApproved.Length + 10), Reply.Json(Bodies.UnblockApproved));
        using var client = server.Client();

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
            break;

        Assert.Equal(Bodies.Unblock, (await client.GetRequestAsync(Bodies.Unblock)).Uuid);
    }

    private static async Task<TimeSpan> CloseAsync(string way)
    {
        var closed = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async call =>
        {
            var isChunked = way.StartsWith("chunked", StringComparison.Ordinal);
            var elements = way.Contains("little", StringComparison.Ordinal) || way.Contains("all", StringComparison.Ordinal) ? 12 : 100_000;
            await call.WriteHeadAsync(200, "Content-Type: application/json", way.StartsWith("length", StringComparison.Ordinal)
                ? $"Content-Length: {1 + (Element.Length * elements)}"
                : isChunked ? "Transfer-Encoding: chunked" : "X-Framing: none");
            Func<byte[], Task> write = isChunked ? call.WriteChunkAsync : call.WriteAsync;
            await write([.. "["u8, .. Element]);
            if (way.EndsWith("all there", StringComparison.Ordinal))
                await write([.. Enumerable.Repeat(Element, 11).SelectMany(bytes => bytes)]);

            var gone = call.WaitUntilClosedAsync();
            if (!way.EndsWith("stalls", StringComparison.Ordinal) && !way.EndsWith("there", StringComparison.Ordinal))
            {
                try
                {
                    while (!gone.IsCompleted)
                    {
                        await write(Element);
                        // Single bytes are sent from time to time.
                        if (way.EndsWith("drips", StringComparison.Ordinal))
                            await Task.Delay(30);
                    }
                }
                catch (IOException)
                {
                    // Closed.
                }
            }

            await gone;
            closed.SetResult();
        });
        using var client = server.Client();

        var clock = new Stopwatch();
        await foreach (var request in client.GetRequestsAsync(new RequestQuery()))
        {
            Assert.Equal(Bodies.Enroll, request.Uuid);
            clock.Start();
            break;
        }

        await Eventually.EndsAsync(closed.Task);
        return clock.Elapsed;
    }

    private static async Task<TimeSpan> ClosePackedAsync()
    {
        var closed = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", "Content-Encoding: gzip", "Transfer-Encoding: chunked");
            var packed = new MemoryStream();
            using (var pack = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                await pack.WriteAsync(Bodies.Array([Bodies.EnrollApproved, .. Enumerable.Range(0, 500).Select(i => Bodies.Request(Bodies.Id(i)))]));
            }

            await call.WriteChunkAsync(packed.ToArray()[..((int)packed.Length / 2)]);
            await call.WaitUntilClosedAsync();
            closed.SetResult();
        });
        using var client = server.Client();

        var clock = new Stopwatch();
        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
        {
            clock.Start();
            break;
        }

        await Eventually.EndsAsync(closed.Task);
        return clock.Elapsed;
    }
}
