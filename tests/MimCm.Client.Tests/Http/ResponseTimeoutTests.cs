namespace MimCm.Client.Tests;

/// <summary>The timeout applies to the time until the headers and to each pause in a body, not to the length of a list.</summary>
public sealed class ResponseTimeoutTests
{
    private static readonly byte[] Both = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.2);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task SilenceBeforeTheHeadersIsATimeout()
    {
        var read = await TimeAsync(Reply.Silence);

        Assert.Equal((0, MimCmError.Timeout, null), (read.Requests.Count, read.Failure?.Error, read.Failure?.StatusCode));
        Assert.NotNull(read.Failure!.InnerException);
        Assert.Contains("1.2 s", read.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowHeadersAreATimeout()
    {
        var read = await TimeAsync(async call =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\n");
            for (var i = 0; i < 12; i++)
            {
                await call.WriteAsync($"X-{i}: x\r\n");
                await Eventually.TrueAsync(() => _clock.IsWaiting);
                _clock.Advance(TimeSpan.FromSeconds(0.05));
            }

            await call.WaitUntilClosedAsync();
        });

        Assert.Equal(MimCmError.Timeout, read.Failure?.Error);
    }

    [Fact]
    public async Task SilenceInTheMiddleOfABodyIsATimeoutAfterTheCompleteRequests()
    {
        var read = await TimeAsync(Reply.Stall(Both, Both.Length - 100), requests: 1);

        Assert.Equal((1, MimCmError.Timeout, 200), (read.Requests.Count, read.Failure?.Error, read.Failure?.StatusCode));
        Assert.Contains(" 1 request(s)", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilenceAfterTheLastRequestIsATimeout()
    {
        var read = await TimeAsync(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {Both.Length + 1}");
            await call.WriteAsync(Both);
            await call.WaitUntilClosedAsync();
        }, requests: 2);

        Assert.Equal((2, MimCmError.Timeout), (read.Requests.Count, read.Failure?.Error));
    }

    [Fact]
    public async Task ListCanTakeLongerThanTheTimeout()
    {
        var timeout = TimeSpan.FromSeconds(10);
        var options = new MimCmClientOptions { Address = new Uri("https://cm.contoso.com"), Timeout = timeout, TimeProvider = _clock };
        var body = new TricklingStream(Bodies.Array(Bodies.Request(Bodies.Enroll)), _clock, TimeSpan.FromSeconds(1));
        using var client = new MimCmClient(new HttpClient(new StreamHandler(() => body, "application/json")), options);

        var read = await Read.ListAsync(client);

        Assert.Null(read.Failure);
        Assert.Single(read.Requests);
        Assert.True(_clock.Elapsed.TotalSeconds > 30 * timeout.TotalSeconds, $"{_clock.Elapsed}");
    }

    [Fact]
    public async Task PausesOfTheReaderDoNotCount()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Both));
        using var client = server.Client(options => (options.Timeout, options.TimeProvider) = (Limit, _clock));
        var given = 0;

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
        {
            if (given++ == 0)
                _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, given);
    }

    /// <summary>Reads a list, and lets the timeout pass after this number of requests, when the client waits for more.</summary>
    private async Task<Read> TimeAsync(Func<ServerCall, Task> answer, int requests = 0)
    {
        await using var server = ScriptedServer.Start(answer);
        using var client = server.Client(options => (options.Timeout, options.TimeProvider, options.MaximumRetryCount) = (Limit, _clock, 0));
        var given = new List<Request>();
        var reading = Task.Run(async () =>
        {
            await foreach (var request in client.GetRequestsAsync(new RequestQuery()))
                given.Add(request);
        });

        await Eventually.TrueAsync(() => server.Calls.Any(call => call.IsClosed) && given.Count == requests && _clock.IsWaiting);
        Assert.True(_clock.Elapsed < Limit, $"{_clock.Elapsed}");
        _clock.Advance(Limit - _clock.Elapsed);

        return new Read(given, await Assert.ThrowsAsync<MimCmException>(() => reading));
    }
}
