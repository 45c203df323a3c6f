using System.Diagnostics;

namespace MimCm.Client.Tests;

/// <summary>The timeout counts silence: to the headers, and each pause in a body; never the length of a list.</summary>
public sealed class ResponseTimeoutTests
{
    private static readonly byte[] Both = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);

    [Fact]
    public async Task SilenceBeforeTheHeadersIsATimeout()
    {
        var read = await TimeAsync(Reply.Silence);

        Assert.Equal((0, MimCmError.Timeout, null), (read.Requests.Count, read.Failure?.Error, read.Failure?.StatusCode));
        Assert.NotNull(read.Failure!.InnerException);
        Assert.Contains("1.2 s", read.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadersThatDripAreATimeout()
    {
        var read = await TimeAsync(async call =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\n");
            for (var i = 0; i < 200; i++)
            {
                await call.WriteAsync($"X-{i}: x\r\n");
                await Task.Delay(100);
            }
        });

        Assert.Equal(MimCmError.Timeout, read.Failure?.Error);
    }

    [Fact]
    public async Task SilenceInTheMiddleOfABodyIsATimeoutAfterTheRequestsThatCameWhole()
    {
        var read = await TimeAsync(Reply.Stall(Both, Both.Length - 100));

        Assert.Equal((1, MimCmError.Timeout, 200), (read.Requests.Count, read.Failure?.Error, read.Failure?.StatusCode));
        Assert.Contains(" 1 request(s)", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilenceAfterTheLastRequestIsATimeoutToo()
    {
        var read = await TimeAsync(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {Both.Length + 1}");
            await call.WriteAsync(Both);
            await call.WaitUntilClosedAsync();
        });

        Assert.Equal((2, MimCmError.Timeout), (read.Requests.Count, read.Failure?.Error));
    }

    [Fact]
    public async Task AListMayTakeManyTimesAsLongAsTheTimeout()
    {
        await using var server = ScriptedServer.Start(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {Both.Length}");
            foreach (var part in Both.Chunk(Both.Length / 20))
            {
                await call.WriteAsync(part);
                await Task.Delay(150);
            }
        });
        using var client = server.Client(options => options.Timeout = TimeSpan.FromSeconds(1.5));
        var clock = Stopwatch.StartNew();

        var read = await Read.ListAsync(client);

        Assert.Null(read.Failure);
        Assert.Equal(2, read.Requests.Count);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(2.5), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task ThePausesOfThoseWhoReadDoNotCount()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Both));
        using var client = server.Client(options => options.Timeout = TimeSpan.FromSeconds(4));
        var given = 0;

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
        {
            if (given++ == 0)
                await Task.Delay(TimeSpan.FromSeconds(4.5));
        }

        Assert.Equal(2, given);
    }

    private static async Task<Read> TimeAsync(Func<ServerCall, Task> answer)
    {
        await using var server = ScriptedServer.Always(answer);
        using var client = server.Client(options => options.Timeout = TimeSpan.FromSeconds(1.2));
        var clock = Stopwatch.StartNew();

        var read = await Read.ListAsync(client);

        Assert.InRange(clock.Elapsed.TotalSeconds, 1.1, 20);
        return read;
    }
}
