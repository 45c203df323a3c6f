using System.Collections;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MimCm.Identity.Tests;

/// <summary>No property of an error contains a secret, at any depth.</summary>
public sealed class SecretTests
{
    private const string Token = "Secret-token-Q1w2e3";
    private const string Password = "Secret-password-Q1w2e3";
    private const string Cookie = "Secret-cookie-Q1w2e3";

    public static TheoryData<string> Replies() =>
    [
        .. new[] { 302, 400, 401, 403, 404, 407, 408, 409, 418, 429, 500, 502, 503, 504 }.Select(code => $"HTTP/1.1 {code} No\r\nContent-Length: 0\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<html",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[{",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[x",
        "",
        "nonsense\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task ErrorsContainNoSecret(string reply)
    {
        // The first response sets a cookie, so that the next call has both secrets.
        await using var evil = ScriptedServer.Choose(call => call.Header("Cookie") is null
            ? Reply.Status(204, "", $"Set-Cookie: session={Cookie}")
            : Reply.Raw(reply));
        foreach (var withToken in new[] { true, false })
        {
            var exchanges = new List<HttpExchange>();
            using var client = Client(evil.Address, withToken);
            var watched = client.WithExchangeObserver(exchanges.Add);
            await watched.ProbeAsync();

            var failure = await Assert.ThrowsAsync<MimCmException>(() => watched.ProbeAsync());

            Assert.Contains(Cookie, evil.Calls[^1].Head);
            HoldsNone(failure);
            exchanges.ForEach(HoldsNone);
        }
    }

    [Theory]
    [InlineData("text/plain", "{0}")]
    [InlineData("application/json", "{{\"Message\":\"{0}\"}}")]
    [InlineData("application/json", "{{\"Message\":\"An error has occurred.\",\"ExceptionMessage\":\"{0}\"}}")]
    public async Task SecretsThatAServerRepeatsAreRemoved(string type, string body)
    {
        await using var evil = ScriptedServer.Choose(call =>
        {
            var said = $"I was told Authorization: {call.Header("Authorization")} and Cookie: {call.Header("Cookie")}";
            return Reply.Status(call.Header("Cookie") is null ? 204 : 500, call.Header("Cookie") is null ? ""
                : string.Format(null, body, said), $"Set-Cookie: session={Cookie}", $"Content-Type: {type}");
        });
        using var client = Client(evil.Address, withToken: true);
        await client.ProbeAsync();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.Contains("I was told Authorization: Bearer …", failure.Message);
        HoldsNone(failure);
    }

    [Fact]
    public async Task MostDetailedLogOfAHostContainsNoSecret()
    {
        await using var evil = ScriptedServer.Choose(call => call.Header("Cookie") is null ? Reply.Status(204, "", $"Set-Cookie: session={Cookie}")
            : Reply.Status(401, "", "WWW-Authenticate: Negotiate"));
        foreach (var withToken in new[] { true, false })
        {
            var log = new ConcurrentQueue<string>();
            var services = new ServiceCollection();
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(log)));
            services.AddMimCmClient(options =>
            {
                var given = Options(evil.Address, withToken);
                (options.Address, options.AccessToken, options.Credential) = (given.Address, given.AccessToken, given.Credential);
                (options.NoProxy, options.AllowUnencryptedAuthentication, options.MaximumRetryCount) = (true, true, 0);
            });
            await using var provider = services.BuildServiceProvider();
            var client = provider.GetRequiredService<MimCmClient>();

            await client.ProbeAsync();
            await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

            Assert.Contains(log, line => line.Contains("Set-Cookie", StringComparison.OrdinalIgnoreCase));
            Assert.All(log, line => Assert.DoesNotContain("Q1w2e3", line));
        }
    }

    [Fact]
    public void PasswordIsKeptAsASecureStringUntilItIsUsed()
    {
        var options = Options(new Uri("http://localhost"), withToken: false);

        // The framework keeps the SecureString; the property Password decrypts it.
        var field = typeof(NetworkCredential).GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)
            .Single(field => field.Name == "_password");
        Assert.IsType<System.Security.SecureString>(field.GetValue(options.Credential));
        Assert.DoesNotContain("Secret", options.ToString());
    }

    [Theory]
    [InlineData("http://cm.contoso.com", "InsecureConnection")]
    [InlineData("http://localhost:1", "InsecureConnection")]
    public void PlainHttpWithASecretIsRejectedBeforeAnyCall(string address, string error)
    {
        foreach (var withToken in new[] { true, false })
        {
            var options = Options(new Uri(address), withToken);
            options.AllowUnencryptedAuthentication = false;

            var failure = Assert.Throws<MimCmException>(() => MimCmClient.Create(options));

            Assert.Equal(error, failure.Error.ToString());
            HoldsNone(failure);
        }
    }

    [Theory]
    [InlineData("https://user:Secret-Q1w2e3@cm.contoso.com"), InlineData("user:Secret-Q1w2e3@cm.contoso.com"),
        InlineData("ftp://user:Secret-Q1w2e3@cm.contoso.com")]
    public void PasswordInAnAddressIsNotRepeated(string address)
    {
        var refusal = Assert.Throws<ArgumentException>(() => MimCmClient.Create(new MimCmClientOptions { Address = new Uri(address) }));

        Assert.DoesNotContain("Q1w2e3", refusal.ToString());
    }

    private static MimCmClient Client(Uri address, bool withToken) => MimCmClient.Create(Options(address, withToken));

    private static MimCmClientOptions Options(Uri address, bool withToken) => new()
    {
        Address = address,
        AccessToken = withToken ? Secret.Source(Token) : null,
        Credential = withToken ? null : new NetworkCredential("user1", Secret.Of(Password), ""),
        NoProxy = true,
        AllowUnencryptedAuthentication = true,
        MaximumRetryCount = 1,
        RetryInterval = TimeSpan.FromMilliseconds(1),
        Timeout = Eventually.Limit,
    };

    private static void HoldsNone(object thing)
    {
        foreach (var text in Texts(thing, []))
            Assert.DoesNotContain("Q1w2e3", text);
    }

    /// <summary>All texts of an object: its text, its JSON, and its properties at any depth.</summary>
    private static IEnumerable<string> Texts(object? thing, HashSet<object> seen)
    {
        if (thing is null or Type || thing.GetType().Namespace?.StartsWith("System.Reflection", StringComparison.Ordinal) == true || !seen.Add(thing))
            yield break;

        yield return thing.ToString() ?? "";
        if (thing is string || thing.GetType().IsPrimitive || thing.GetType().IsEnum)
            yield break;

        if (thing is HttpExchange)
            yield return JsonSerializer.Serialize(thing, thing.GetType());

        if (thing is IEnumerable many)
        {
            foreach (var one in many.Cast<object?>().Take(100))
            {
                foreach (var text in Texts(one, seen))
                    yield return text;
            }
        }

        foreach (var property in thing.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            object? value = null;
            try
            {
                value = property.GetValue(thing);
            }
            catch (System.Reflection.TargetInvocationException)
            {
                // It says nothing.
            }

            foreach (var text in Texts(value, seen))
                yield return text;
        }
    }

    /// <summary>Keeps all log entries, including their state.</summary>
    private sealed class Recorder(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{formatter(state, exception)} {exception} {(state is IEnumerable many ? string.Join(" ", many.Cast<object>()) : "")}");

        public void Dispose()
        {
        }
    }
}
