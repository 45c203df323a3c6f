using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MimCm.Identity.Tests;

/// <summary>A server, or somebody on the way, that means no good: what it says is shown as words, what it sends is not kept, and
/// where it points nobody goes.</summary>
public sealed class HostileServerTests
{
    private const string Escape = "\u001b]0;owned\u0007\u001b[31m\u009b31m\u202Etxet";
    private const string EscapeInJson = "\\u001b]0;owned\\u0007\\u001b[31m\\u009b31m\u202Etxet";
    private const string Id = "a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099";

    private static readonly X509Certificate2 EvilCertificate = CertificateMaker.SelfSigned($"CN=\"{Escape}\"");

    public static TheoryData<string> Sayings() =>
    [
        $"HTTP/1.1 500 {Escape}\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{{\"Message\":\"{EscapeInJson}\"}}" + new string(' ', 400),
        $"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{Escape}",
        $"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-16\r\nConnection: close\r\n\r\n{Escape}",
        $"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic{Escape} realm=\"{Escape}\"\r\nWWW-Authenticate: {Escape}\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 302 Found\r\nLocation: {Escape}\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 302 Found\r\nLocation: /somewhere?{Escape}\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 302 Found\r\nLocation: https://{Escape}.contoso.com/\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=\"{Escape}\"\r\nContent-Length: 2\r\n\r\n[]",
        $"HTTP/1.1 200 OK\r\nContent-Type: {Escape}\r\nContent-Length: 2\r\n\r\n[{Escape}]",
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[{Escape}]",
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[{{\"Uuid\":\"{EscapeInJson}\"}}]",
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {Escape}\r\nContent-Length: 2\r\n\r\n[x",
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Escape}\r\n[]\r\n",
        $"HTTP/9 {Escape}\r\n\r\n",
        $"{Escape}\r\n\r\n",
        $"HTTP/1.1 2{Escape} OK\r\n\r\n",
        $"HTTP/1.1 200 OK\r\n{Escape}: x\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 200 OK\r\n{Escape}\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 200 OK\r\nContent-Length: {Escape}\r\n\r\n",
        $"HTTP/1.1 429 Too Many\r\nRetry-After: {Escape}\r\nContent-Length: 0\r\n\r\n",
        $"HTTP/1.1 407 Proxy\r\nProxy-Authenticate: {Escape}\r\nContent-Length: 0\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Sayings))]
    public async Task NothingThatItSaysCanSteerATerminal(string saying)
    {
        await using var evil = EvilServer.Start(_ => Reply.Raw(saying) with { Closes = true });
        using var client = Client(evil.Address);
        var exchanges = new List<string>();
        var watched = client.WithExchangeObserver(exchange =>
        {
            lock (exchanges)
                exchanges.Add(exchange.ToString());
        });

        var failure = await Assert.ThrowsAsync<MimCmException>(() => watched.ProbeAsync());

        Terminal.IsSafe(failure);
        Terminal.IsSafe(failure.ServerMessage);
        exchanges.ForEach(Terminal.IsSafe);
        Assert.InRange(failure.Message.Length, 1, 2000);
    }

    [Theory]
    [MemberData(nameof(Sayings))]
    public async Task NothingThatItSaysSteersATerminalThroughTheConnectionTest(string saying)
    {
        await using var evil = EvilServer.Start(_ => Reply.Raw(saying) with { Closes = true }, EvilCertificate);

        await IsSafeAsync(new MimCmClientOptions { Address = evil.Address, NoProxy = true, SkipCertificateCheck = true, MaximumRetryCount = 0 });
    }

    [Fact]
    public async Task NorDoesItsCertificateWhenItIsNotTrusted()
    {
        await using var evil = EvilServer.Start(_ => Reply.Json("[]"), EvilCertificate);

        await IsSafeAsync(new MimCmClientOptions { Address = evil.Address, NoProxy = true, MaximumRetryCount = 0 });
    }

    [Theory]
    [InlineData("http://localhost:{0}/"), InlineData("https://localhost:{0}/"),
        InlineData("//localhost:{0}/"), InlineData("http://user:pass@localhost:{0}/?ticket=t")]
    [InlineData("/other"), InlineData("file:///etc/passwd"), InlineData("ftp://localhost:{0}/")]
    public async Task WhereItPointsNobodyGoes(string location)
    {
        foreach (var code in new[] { 300, 301, 302, 303, 305, 307, 308 })
        {
            await using var target = EvilServer.Start(_ => Reply.Json("[]"));
            await using var evil = EvilServer.Start(_ => Reply.Of($"{code} Elsewhere", "Location: " + string.Format(null, location, target.Address.Port)));
            using var client = Client(evil.Address, token: "a-token");

            var read = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

            // A redirect says nothing about a change: the request is read back, and that is redirected too.
            var change = await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Guid.Parse(Id), RequestStatusChange.Completed));
            Assert.Equal(MimCmError.OutcomeUnknown, change.Error);
            var cause = Assert.IsType<MimCmException>(change.InnerException);

            Assert.All([read, cause], failure => Assert.Equal(MimCmError.Redirected, failure.Error));
            foreach (var failure in new[] { read, change, cause })
            {
                Assert.DoesNotContain("pass@", failure.Message);
                Assert.DoesNotContain("ticket", failure.Message);
            }

            Assert.Equal(0, target.Connections);
            Assert.Equal(["GET", "PUT", "GET"], evil.Calls.Select(call => call.Method));
        }
    }

    [Fact]
    public async Task APageToRefreshOrALinkIsNotFollowedEither()
    {
        await using var target = EvilServer.Start(_ => Reply.Json("[]"));
        await using var evil = EvilServer.Start(_ => Reply.Body(
            "200 OK", $"<meta http-equiv=refresh content='0;url={target.Address}'>",
                "Content-Type: text/html", $"Refresh: 0; url={target.Address}", $"Link: <{target.Address}>; rel=preload"));
        using var client = Client(evil.Address);

        await FailsAsync(client, MimCmError.InvalidResponse);

        Assert.Equal(0, target.Connections);
    }

    [Theory]
    [InlineData("Basic realm=\"x\""), InlineData("Digest realm=\"x\", nonce=\"n\", qop=\"auth\""),
        InlineData("Bearer"), InlineData("Negotiate oXcwdaADCgEB"), InlineData("Negotiate !"), InlineData("Negotiate  ,NTLM  ,")]
    public async Task AServerThatWantsThePasswordItselfDoesNotGetIt(string challenge)
    {
        await using var evil = EvilServer.Start(_ => Reply.Of("401 Unauthorized", $"WWW-Authenticate: {challenge}"));
        using var client = Client(evil.Address, user: "user1");

        var failure = await FailsAsync(client, MimCmError.Unauthorized);

        Assert.DoesNotContain(evil.Values("Authorization"),
            value => value.StartsWith("Basic", StringComparison.Ordinal) || value.StartsWith("Digest", StringComparison.Ordinal));
        Assert.InRange(evil.Calls.Count, 1, 5);
        Assert.DoesNotContain("Secret-of-user1", failure.ToString());
    }

    [Fact]
    public async Task HeadersWithoutEndAreCutOff()
    {
        await using var evil = EvilServer.Start(_ => Reply.Endless("HTTP/1.1 200 OK\r\n", $"X-More: {new string('x', 1000)}\r\n"));
        using var client = Client(evil.Address);

        await FailsAsync(client, MimCmError.ConnectionFailed).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task AnswersThatAnnounceAnAnswerWithoutEndAreTimedOut()
    {
        await using var evil = EvilServer.Start(_ => Reply.Endless("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", TimeSpan.FromMilliseconds(1)));
        using var client = Client(evil.Address, timeout: TimeSpan.FromSeconds(1));

        await FailsAsync(client, MimCmError.Timeout).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task HeadersThatTrickleInAreTimedOut()
    {
        await using var evil = EvilServer.Start(_ => Reply.Endless("HTTP/1.1 200 OK\r\nX-Slow: ", "x", TimeSpan.FromMilliseconds(100)));
        using var client = Client(evil.Address, timeout: TimeSpan.FromSeconds(1));

        await FailsAsync(client, MimCmError.Timeout).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task AnErrorWhoseWordsTrickleInIsToldWithoutThem()
    {
        await using var evil = EvilServer.Start(
            _ => Reply.Endless("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 60000\r\n\r\n", "x", TimeSpan.FromMilliseconds(100)));
        using var client = Client(evil.Address);

        await FailsAsync(client, MimCmError.Forbidden).WaitAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task AnErrorWhoseWordsHaveNoEndIsToldWithTheirBeginning()
    {
        await using var evil = EvilServer.Start(_ => Reply.Endless("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n", new string('x', 10_000)));
        using var client = Client(evil.Address);

        var failure = await FailsAsync(client, MimCmError.Forbidden).WaitAsync(TimeSpan.FromSeconds(15));

        Assert.InRange(failure.ServerMessage!.Length, 1, 1001);
    }

    [Fact]
    public async Task AListWithoutEndIsGivenAsItComesAndNotKept()
    {
        var request = $$"""{"Uuid":"{{Id}}","Comment":"{{new string('x', 2000)}}","Status":3},""";
        await using var evil = EvilServer.Start(
            _ => Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", string.Concat(Enumerable.Repeat(request, 50))));
        using var client = Client(evil.Address);
        var (count, early) = (0, 0L);

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
        {
            if (++count == 5_000)
                early = GC.GetTotalMemory(forceFullCollection: true);
            else if (count == 40_000)
                break;
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - early, long.MinValue, 20_000_000);
        await Until(() => evil.Open == 0);
    }

    [Fact]
    public async Task AProbeOrARequestThatIsAnsweredWithoutEndEnds()
    {
        await using var evil = EvilServer.Start(_ => Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", $$"""{"Uuid":"{{Id}}"},"""));
        using var client = Client(evil.Address);

        await client.ProbeAsync().WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Guid.Parse(Id))).WaitAsync(TimeSpan.FromSeconds(10));
        await Until(() => evil.Open == 0);
    }

    [Theory]
    [InlineData("", "[")]
    [InlineData("[{\"Uuid\":", "[")]
    [InlineData("[{\"Comment\":", "{\"a\":")]
    [InlineData("[{\"Comment\":\"", "xxxxxxxxxxxxxxxx")]
    [InlineData("[{\"", "xxxxxxxxxxxxxxxx")]
    [InlineData("[{\"Priority\":", "11111111111111111")]
    public async Task DepthAndSizeHaveABound(string start, string again)
    {
        await using var evil = EvilServer.Start(
            _ => Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + start, string.Concat(Enumerable.Repeat(again, 1000))));
        using var client = Client(evil.Address);

        await FailsAsync(client, MimCmError.InvalidResponse).WaitAsync(TimeSpan.FromSeconds(20));
        await Until(() => evil.Open == 0);
    }

    [Theory]
    [InlineData("", " "), InlineData("[", "\n"), InlineData("[{\"Uuid\":\"" + Id + "\"} ", " ")]
    public async Task AnAnswerOfBlanksWithoutEndHasABoundForOneRequest(string start, string again)
    {
        await using var evil = EvilServer.Start(
            _ => Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + start, string.Concat(Enumerable.Repeat(again, 100_000))));
        using var client = Client(evil.Address);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Guid.Parse(Id))).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(MimCmError.InvalidResponse, failure.Error);
        await Until(() => evil.Open == 0);
    }

    [Fact]
    public async Task ABodyThatUnpacksToMuchMoreIsBoundedByWhatItUnpacksTo()
    {
        // 300 kB that unpack to 300 MB: one request with a comment.
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("[{\"Comment\":\""u8.ToArray());
            for (var i = 0; i < 300; i++)
                await gzip.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 1_000_000)));
        }

        await using var evil = EvilServer.Start(_ => new Reply(async (stream, token) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"), token);
            await stream.WriteAsync(packed.ToArray(), token);
        }));
        using var client = Client(evil.Address);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await FailsAsync(client, MimCmError.InvalidResponse).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 50_000_000);
    }

    [Fact]
    public async Task SilenceInTheMiddleEndsAtTheTimeout()
    {
        await using var evil = EvilServer.Start(_ => new Reply(async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["u8.ToArray(), token);
            await Task.Delay(Timeout.Infinite, token);
        }));
        using var client = Client(evil.Address, timeout: TimeSpan.FromSeconds(1));

        await FailsAsync(client, MimCmError.Timeout).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task AServerThatTricklesInRequestsForEverCanBeLeft()
    {
        await using var evil = EvilServer.Start(_ => Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[",
            $$"""{"Uuid":"{{Id}}","Status":3},""", TimeSpan.FromMilliseconds(50)));
        using var client = Client(evil.Address, timeout: TimeSpan.FromSeconds(2));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery(), stop.Token))
            {
            }
        });

        Assert.InRange(clock.Elapsed.TotalSeconds, 2.5, 15);
        await Until(() => evil.Open == 0);
    }

    [Fact]
    public async Task AServerThatTricklesInBlanksForEverIsLeft()
    {
        await using var evil = EvilServer.Start(
            _ => Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", " ", TimeSpan.FromMilliseconds(50)));
        using var client = Client(evil.Address, timeout: TimeSpan.FromSeconds(2));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<MimCmException>(async () =>
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery(), stop.Token))
            {
            }
        });

        Assert.Equal(MimCmError.Timeout, failure.Error);
        await Until(() => evil.Open == 0);
    }

    [Fact]
    public async Task ManyAndLargeCookiesDoNotPileUpAndGoNowhereElse()
    {
        var number = 0;
        await using var evil = EvilServer.Start(_ => Reply.Of(
            "204 No Content",
            [.. Enumerable.Range(0, 100).Select(_ => $"Set-Cookie: c{number++}={new string('x', 100)}; path=/"),
                "Set-Cookie: other=1; domain=.contoso.com", "Set-Cookie: all=1; domain=localhost; path=/elsewhere"]));
        using var client = Client(evil.Address);

        for (var i = 0; i < 10; i++)
            await client.ProbeAsync();

        Assert.All(evil.Calls, call => Assert.InRange(call.Head.Length, 0, 10_000));
        Assert.DoesNotContain(evil.Values("Cookie"), cookie => cookie.Contains("other=") || cookie.Contains("all="));
    }

    [Theory]
    [InlineData("99999999999"), InlineData("3600"), InlineData("Fri, 31 Dec 9999 23:59:59 GMT"), InlineData("-1")]
    public async Task ItCannotHaveACallWaitForHours(string retryAfter)
    {
        await using var evil = EvilServer.Start(_ => Reply.Of("503 Service Unavailable", $"Retry-After: {retryAfter}"));
        using var client = Client(evil.Address, retries: 1);

        await FailsAsync(client, MimCmError.ServerBusy).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("https://cm.contoso.com/a%0d%0aX-Evil:%201/"),
        InlineData("https://cm.contoso.com/a\r\nX-Evil: 1/"), InlineData("https://cm.contoso.com/a b\"<>\\^`{|}/")]
    public async Task NothingInAnAddressBecomesAHeader(string address)
    {
        var path = new Uri(address).AbsolutePath;
        await using var evil = EvilServer.Start(_ => Reply.Of("204 No Content"));
        using var client = Client(new Uri(evil.Address, path));

        await client.ProbeAsync();

        var lines = Assert.Single(evil.Calls).Head.Split("\r\n");
        Assert.DoesNotContain(lines, line => line.StartsWith("X-Evil", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(3, lines[0].Split(' ').Length);
    }

    private static MimCmClient Client(Uri address, TimeSpan? timeout = null, string? token = null, string? user = null, int retries = 0) =>
        MimCmClient.Create(new MimCmClientOptions
        {
            Address = address,
            AccessToken = token is null ? null : Secret.Source(token),
            Credential = user is null ? null : new System.Net.NetworkCredential(user, Secret.Of($"Secret-of-{user}"), ""),
            NoProxy = true,
            AllowUnencryptedAuthentication = true,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
            MaximumRetryCount = retries,
            RetryInterval = TimeSpan.FromMilliseconds(10),
        });

    private static async Task<MimCmException> FailsAsync(MimCmClient client, MimCmError error)
    {
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());
        Assert.True(failure.Error == error, failure.ToString());
        return failure;
    }

    private static async Task IsSafeAsync(MimCmClientOptions options)
    {
        var count = 0;
        await foreach (var finding in ConnectionTest.RunAsync(options, "user1"))
        {
            Terminal.IsSafe(finding.Detail);
            Terminal.IsSafe(finding.Failure);
            count++;
        }

        Assert.InRange(count, 5, 10);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 100 && !condition(); i++)
            await Task.Delay(50);

        Assert.True(condition());
    }
}
