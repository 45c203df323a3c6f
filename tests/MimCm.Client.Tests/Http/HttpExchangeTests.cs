using System.Collections.Concurrent;
using System.Net;
using System.Security;
using System.Text.RegularExpressions;

namespace MimCm.Client.Tests;

/// <summary>The reports to an observer: one line for each exchange, without secrets.</summary>
public sealed class HttpExchangeTests
{
    private const string Item = "/CertificateManagement/api/v1.0/requests/" + Bodies.EnrollId;

    [Fact]
    public async Task ExchangeIsMethodPathStatusCodeAndMilliseconds()
    {
        var lines = await WatchAsync(
            async client =>
            {
                await Read.ListAsync(client, new RequestQuery { ForCurrentUser = true, Statuses = [RequestStatus.Pending] });
                await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);
                await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));
            },
            Reply.NoContent,
            Reply.Json(Bodies.EnrollCompleted),
            Reply.Status(403, "{\"Message\":\"No.\"}"));

        Assert.Equal(
            [
                "GET /CertificateManagement/api/v1.0/requests?targetuser=current&status=Pending 204 # ms",
                $"PUT {Item} 200 # ms",
                $"GET {Item} 403 # ms",
            ],
            lines);
    }

    [Fact]
    public async Task RetryIsReportedWithItsDelay()
    {
        var lines = await WatchAsync(
            client => client.GetRequestAsync(Bodies.Enroll),
            Reply.Status(503, "{\"Message\":\"Later.\\r\\nMuch later.\"}", "Connection: close"),
            Reply.Reset,
            Reply.Json(Bodies.EnrollApproved));

        Assert.Equal(5, lines.Length);
        Assert.Equal($"GET {Item} 503 # ms", lines[0]);
        Assert.StartsWith($"GET {Item} again in # ms: ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("The server's message: Later. Much later.", lines[1], StringComparison.Ordinal);
        Assert.Equal($"GET {Item} ConnectionFailed # ms", lines[2]);
        Assert.StartsWith($"GET {Item} again in # ms: ", lines[3], StringComparison.Ordinal);
        Assert.Equal($"GET {Item} 200 # ms", lines[4]);
    }

    [Fact]
    public async Task RetryOfAChangeIsReported()
    {
        var lines = await WatchAsync(
            client => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed),
            Reply.Reset,
            Reply.Json(Bodies.EnrollApproved),
            Reply.Status(429),
            Reply.Json(Bodies.EnrollCompleted));

        Assert.Equal(
            ["PUT ConnectionFailed", "GET 200", "PUT again", "PUT 429", "PUT again", "PUT 200"],
            lines.Select(line => line.Replace(Item + " ", "", StringComparison.Ordinal)).Select(line => string.Join(" ", line.Split(' ').Take(2))));
    }

    [Fact]
    public async Task LinesContainNoSecretLineBreakOrControlCharacter()
    {
        const string Secret = "Secret7Token";
        using var token = MimCm.Tests.Secret.Of(Secret);

        var lines = await WatchAsync(
            async client =>
            {
                await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));
                await Read.ListAsync(client);
                await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));
            },
            options =>
            {
                options.AllowUnencryptedAuthentication = true;
                options.AccessToken = (_, _) => Task.FromResult<SecureString?>(token);
                options.ProxyCredential = new NetworkCredential("carol", Secret);
            },
            Reply.Status(200, Bodies.EnrollCompleted.With("Uuid", $"\"{Bodies.Unblock}\""), $"Set-Cookie: session={Secret}; path=/"),
            Reply.Status(503, $"{{\"Message\":\"\\u001b[31mLater\\r\\n\"}}", $"Set-Cookie: session={Secret}; path=/"),
            Reply.NoContent,
            Reply.Status(302, "", $"Location: https://adfs.contoso.com/?token={Secret}"));

        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
    }

    [Fact]
    public async Task EachObserverReceivesItsOwnExchanges()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();
        var (one, other) = (new ConcurrentQueue<HttpExchange>(), new ConcurrentQueue<HttpExchange>());

        await client.WithExchangeObserver(one.Enqueue).GetRequestAsync(Bodies.Enroll);
        await client.WithExchangeObserver(other.Enqueue).GetRequestAsync(Bodies.Enroll);
        await client.GetRequestAsync(Bodies.Enroll);

        Assert.Equal((1, 1), (one.Count, other.Count));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task DisposeOfAnObservedClientKeepsTheConnectionsOpen()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();

        client.WithExchangeObserver(_ => { }).Dispose();
        await client.GetRequestAsync(Bodies.Enroll);

        Assert.Throws<ArgumentNullException>(() => client.WithExchangeObserver(null!));
    }

    private static Task<string[]> WatchAsync(Func<MimCmClient, Task> work, params Func<ServerCall, Task>[] script) => WatchAsync(work, null, script);

    private static async Task<string[]> WatchAsync(Func<MimCmClient, Task> work, Action<MimCmClientOptions>? configure, params Func<ServerCall, Task>[] script)
    {
        await using var server = ScriptedServer.Start(script);
        using var client = server.Client(configure);
        var lines = new ConcurrentQueue<string>();
        await work(client.WithExchangeObserver(exchange => lines.Enqueue(exchange.ToString())));
        return [.. lines.Select(line => Regex.Replace(line, @" \d+ ms", " # ms"))];
    }
}
