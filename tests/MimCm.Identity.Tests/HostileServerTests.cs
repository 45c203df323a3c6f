using System.Security.Cryptography.X509Certificates;

namespace MimCm.Identity.Tests;

/// <summary>A malicious server, or an attacker on the network: its text is displayed as text, its data does not exhaust memory, and
/// its redirects are not followed.</summary>
public sealed class HostileServerTests
{
    private const string Escape = "\u001b]0;owned\u0007\u001b[31m\u009b31m\u202Etxet";
    private const string EscapeInJson = "\\u001b]0;owned\\u0007\\u001b[31m\\u009b31m\u202Etxet";
    private const string Id = "a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099";

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The time between two parts of a slow response: much less than the timeout.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

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
    public async Task TextOfTheServerCannotControlTheTerminal(string saying)
    {
        await using var evil = ScriptedServer.Always(Reply.Raw(saying));
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
    public async Task TextInTheConnectionTestCannotControlTheTerminal(string saying)
    {
        await using var evil = ScriptedServer.Always(Reply.Raw(saying), EvilCertificate);

        await IsSafeAsync(new MimCmClientOptions { Address = evil.Address, NoProxy = true, SkipCertificateCheck = true, MaximumRetryCount = 0 });
    }

    [Fact]
    public async Task UntrustedCertificateCannotControlTheTerminal()
    {
        await using var evil = ScriptedServer.Always(Reply.Json("[]"), EvilCertificate);

        await IsSafeAsync(new MimCmClientOptions { Address = evil.Address, NoProxy = true, MaximumRetryCount = 0 });
    }

    [Theory]
    [InlineData("http://localhost:{0}/"), InlineData("https://localhost:{0}/"),
        InlineData("//localhost:{0}/"), InlineData("http://user:pass@localhost:{0}/?ticket=t")]
    [InlineData("/other"), InlineData("file:///etc/passwd"), InlineData("ftp://localhost:{0}/")]
    public async Task RedirectsAreNotFollowed(string location)
    {
        foreach (var code in new[] { 300, 301, 302, 303, 305, 307, 308 })
        {
            await using var target = ScriptedServer.Always(Reply.Json("[]"));
            await using var evil = ScriptedServer.Always(Reply.Status(code, "", "Location: " + string.Format(null, location, target.Address.Port)));
            using var client = Client(evil.Address, token: "a-token");

            var read = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

            // A redirect does not show the outcome of a change. The request is read back, which is redirected, too.
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
    public async Task RefreshHeadersAndLinksAreNotFollowed()
    {
        await using var target = ScriptedServer.Always(Reply.Json("[]"));
        await using var evil = ScriptedServer.Always(Reply.Status(200, $"<meta http-equiv=refresh content='0;url={target.Address}'>",
                "Content-Type: text/html", $"Refresh: 0; url={target.Address}", $"Link: <{target.Address}>; rel=preload"));
        using var client = Client(evil.Address);

        await FailsAsync(client, MimCmError.InvalidResponse);

        Assert.Equal(0, target.Connections);
    }

    [Theory]
    [InlineData("Basic realm=\"x\""), InlineData("Digest realm=\"x\", nonce=\"n\", qop=\"auth\""),
        InlineData("Bearer"), InlineData("Negotiate oXcwdaADCgEB"), InlineData("Negotiate !"), InlineData("Negotiate  ,NTLM  ,")]
    public async Task PasswordIsNotSentForBasicOrDigest(string challenge)
    {
        await using var evil = ScriptedServer.Always(Reply.Status(401, "", $"WWW-Authenticate: {challenge}"));
        using var client = Client(evil.Address, user: "user1");

        var failure = await FailsAsync(client, MimCmError.Unauthorized);

        Assert.DoesNotContain(evil.Values("Authorization"),
            value => value.StartsWith("Basic", StringComparison.Ordinal) || value.StartsWith("Digest", StringComparison.Ordinal));
        Assert.InRange(evil.Calls.Count, 1, 5);
        Assert.DoesNotContain("Secret-of-user1", failure.ToString());
    }

    [Fact]
    public async Task EndlessHeadersEndTheCall()
    {
        await using var evil = ScriptedServer.Always(Reply.Endless("HTTP/1.1 200 OK\r\n", $"X-More: {new string('x', 1000)}\r\n"));
        using var client = Client(evil.Address);

        await Eventually.EndsAsync(FailsAsync(client, MimCmError.ConnectionFailed));
    }

    [Fact]
    public async Task EndlessInformationalResponsesTimeOut()
    {
        var clock = new ManualClock();
        await using var evil = ScriptedServer.Always(
            Reply.Endless("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", () => clock.TrickleAsync(Step)));
        using var client = Client(evil.Address, clock: clock);

        await Eventually.EndsAsync(FailsAsync(client, MimCmError.Timeout));
    }

    [Fact]
    public async Task SlowHeadersTimeOut()
    {
        var clock = new ManualClock();
        await using var evil = ScriptedServer.Always(Reply.Endless("HTTP/1.1 200 OK\r\nX-Slow: ", "x", () => clock.TrickleAsync(Step)));
        using var client = Client(evil.Address, clock: clock);

        await Eventually.EndsAsync(FailsAsync(client, MimCmError.Timeout));
    }

    [Fact]
    public async Task ErrorWithASlowBodyIsReportedWithoutItsMessage()
    {
        var clock = new ManualClock();
        await using var evil = ScriptedServer.Always(async call =>
        {
            await call.WriteHeadAsync(403, "Content-Type: text/plain", "Content-Length: 60000");
            // The timeout of the headers is longer than that of the message.
            await Eventually.TrueAsync(() => clock.Waits.Any(time => time < ResponseTimeout));
            await Reply.Endless("", "x", () => clock.TrickleAsync(Step))(call);
        });
        using var client = Client(evil.Address, clock: clock);

        await Eventually.EndsAsync(FailsAsync(client, MimCmError.Forbidden));

        Assert.True(clock.Elapsed < ResponseTimeout, $"{clock.Elapsed}");
    }

    [Fact]
    public async Task ErrorWithAnEndlessBodyIsReportedWithItsBeginning()
    {
        await using var evil = ScriptedServer.Always(Reply.Endless("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n", new string('x', 10_000)));
        using var client = Client(evil.Address);

        var failure = await Eventually.EndsAsync(FailsAsync(client, MimCmError.Forbidden));

        Assert.InRange(failure.ServerMessage!.Length, 1, 1001);
    }

    [Fact]
    public async Task ProbeAndSingleRequestEndWithAnEndlessResponse()
    {
        await using var evil = ScriptedServer.Always(Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", $$"""{"Uuid":"{{Id}}"},"""));
        using var client = Client(evil.Address);

        await Eventually.EndsAsync(client.ProbeAsync());
        await Eventually.EndsAsync(Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Guid.Parse(Id))));
        await Eventually.TrueAsync(() => evil.Open == 0);
    }

    [Theory]
    [InlineData("", "[")]
    [InlineData("[{\"Uuid\":", "[")]
    [InlineData("[{\"Comment\":", "{\"a\":")]
    [InlineData("[{\"Comment\":\"", "xxxxxxxxxxxxxxxx")]
    [InlineData("[{\"", "xxxxxxxxxxxxxxxx")]
    [InlineData("[{\"Priority\":", "11111111111111111")]
    public async Task DepthAndSizeOfARequestAreLimited(string start, string again)
    {
        await using var evil = ScriptedServer.Always(
            Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + start, string.Concat(Enumerable.Repeat(again, 1000))));
        using var client = Client(evil.Address);

        await Eventually.EndsAsync(FailsAsync(client, MimCmError.InvalidResponse));
        await Eventually.TrueAsync(() => evil.Open == 0);
    }

    [Theory]
    [InlineData("", " "), InlineData("[", "\n"), InlineData("[{\"Uuid\":\"" + Id + "\"} ", " ")]
    public async Task EndlessWhiteSpaceIsLimitedForOneRequest(string start, string again)
    {
        await using var evil = ScriptedServer.Always(
            Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + start, string.Concat(Enumerable.Repeat(again, 100_000))));
        using var client = Client(evil.Address);

        var failure = await Eventually.EndsAsync(Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Guid.Parse(Id))));

        Assert.Equal(MimCmError.InvalidResponse, failure.Error);
        await Eventually.TrueAsync(() => evil.Open == 0);
    }

    [Fact]
    public async Task SilenceInTheMiddleOfABodyTimesOut()
    {
        var clock = new ManualClock();
        await using var evil = ScriptedServer.Always(async call =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[");
            await call.WaitUntilClosedAsync();
        });
        using var client = Client(evil.Address, clock: clock);

        var failing = FailsAsync(client, MimCmError.Timeout);
        await Eventually.TrueAsync(() => evil.Calls is [{ IsClosed: true }]);
        await clock.PassUntilAsync(failing);
    }

    [Fact]
    public async Task SlowEndlessListCanBeCanceled()
    {
        const int Count = 10;
        var clock = new ManualClock();
        var given = 0;
        await using var evil = ScriptedServer.Always(async call =>
        {
            await call.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[");
            for (var sent = 1; ; sent++)
            {
                await call.WriteAsync($$"""{"Uuid":"{{Id}}","Status":3},""");
                if (sent == Count)
                    break;

                // Together, they take longer than the timeout, but each of them is shorter.
                await Eventually.TrueAsync(() => given == sent && clock.IsWaiting);
                clock.Advance(ResponseTimeout * 0.75);
            }

            await call.WaitUntilClosedAsync();
        });
        using var client = Client(evil.Address, clock: clock);
        using var stop = new CancellationTokenSource();

        var reading = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery(), stop.Token))
                given++;
        });
        await Eventually.TrueAsync(() => (given == Count && clock.IsWaiting) || reading.IsCompleted);
        await stop.CancelAsync();

        await Eventually.EndsAsync(reading);
        Assert.Equal(Count, given);
        await Eventually.TrueAsync(() => evil.Open == 0);
    }

    [Fact]
    public async Task SlowEndlessWhiteSpaceTimesOut()
    {
        var clock = new ManualClock();
        await using var evil = ScriptedServer.Always(
            Reply.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", " ", () => clock.TrickleAsync(Step)));
        using var client = Client(evil.Address, clock: clock);

        var failure = await Eventually.EndsAsync(Assert.ThrowsAsync<MimCmException>(async () =>
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
            {
            }
        }));

        Assert.Equal(MimCmError.Timeout, failure.Error);
        await Eventually.TrueAsync(() => evil.Open == 0);
    }

    [Fact]
    public async Task CookiesAreLimitedAndSentToTheirServerOnly()
    {
        var number = 0;
        await using var evil = ScriptedServer.Choose(_ => Reply.Status(204, "",
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
    public async Task LongRetryAfterIsNotWaitedFor(string retryAfter)
    {
        await using var evil = ScriptedServer.Always(Reply.Status(503, "", $"Retry-After: {retryAfter}"));
        using var client = Client(evil.Address, retries: 1);

        await Eventually.EndsAsync(FailsAsync(client, MimCmError.ServerBusy));
    }

    [Theory]
    [InlineData("https://cm.contoso.com/a%0d%0aX-Evil:%201/"),
        InlineData("https://cm.contoso.com/a\r\nX-Evil: 1/"), InlineData("https://cm.contoso.com/a b\"<>\\^`{|}/")]
    public async Task AddressCannotBecomeAHeader(string address)
    {
        var path = new Uri(address).AbsolutePath;
        await using var evil = ScriptedServer.Always(Reply.NoContent);
        using var client = Client(new Uri(evil.Address, path));

        await client.ProbeAsync();

        var lines = Assert.Single(evil.Calls).Head.Split("\r\n");
        Assert.DoesNotContain(lines, line => line.StartsWith("X-Evil", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(3, lines[0].Split(' ').Length);
    }

    private static MimCmClient Client(Uri address, TimeProvider? clock = null, string? token = null, string? user = null, int retries = 0) =>
        MimCmClient.Create(new MimCmClientOptions
        {
            Address = address,
            AccessToken = token is null ? null : Secret.Source(token),
            Credential = user is null ? null : new System.Net.NetworkCredential(user, Secret.Of($"Secret-of-{user}"), ""),
            NoProxy = true,
            AllowUnencryptedAuthentication = true,
            Timeout = ResponseTimeout,
            TimeProvider = clock ?? TimeProvider.System,
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
}
