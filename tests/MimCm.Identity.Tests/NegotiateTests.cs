using System.Text;
using System.Text.Json.Nodes;

namespace MimCm.Identity.Tests;

/// <summary>Real Kerberos: a realm, two users, and a service with a key, each in a separate process.</summary>
[Collection(RealmCollection.Name)]
public sealed class NegotiateTests(Realm realm) : IAsyncLifetime
{
    private readonly IdentitySimulator _server = realm.Server!;

    public Task InitializeAsync() => _server?.ResetAsync() ?? Task.CompletedTask;

    public Task DisposeAsync() => Task.CompletedTask;

    [NeedsFact(Needs.Kerberos)]
    public async Task TicketInTheCacheIsUsed()
    {
        var result = await RunAsync(new Job { Address = _server.Address }, realm.As("user1"));

        Assert.Null(result.Message);
        Assert.Equal(["user1@MIMCM.TEST"], await _server.UsersAsync());
        Assert.Equal(["Kerberos"], (await ServedAsync()).Select(call => (string?)call["package"]));
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task CredentialHasPrecedenceOverTheTicket()
    {
        var result = await RunAsync(As("user2"), realm.As("user1"));

        Assert.Null(result.Message);
        Assert.Equal(["user2@MIMCM.TEST"], await _server.UsersAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task CredentialCanContainItsRealm()
    {
        var result = await RunAsync(As("user2") with { User = "user2@MIMCM.TEST" }, realm.As("user1"));

        Assert.Null(result.Message);
        Assert.Equal(["user2@MIMCM.TEST"], await _server.UsersAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task CredentialNeedsNoTicket()
    {
        var result = await RunAsync(As("user2"), realm.Nobody);

        Assert.Null(result.Message);
        Assert.Equal(["user2@MIMCM.TEST"], await _server.UsersAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task EachAccountReadsAndChangesWhatItsPermissionsAllow()
    {
        await _server.SetAccessAsync(new
        {
            permissions = new object[] { new { user = "user1" }, new { user = "user2", may = new[] { "list", "read" }, scope = "own" } },
        });
        var all = (await RunAsync(new Job { Address = _server.Address, Calls = ["list"] }, realm.As("user1"))).Ids;
        var own = (await RunAsync(new Job { Address = _server.Address, Calls = ["list"] }, realm.As("user2"))).Ids;
        Assert.Equal(200, all.Count);
        Assert.InRange(own.Count, 1, 199);

        var others = all.Except(own).First();
        var asUser2 = await ClientProcess.RunAsync(
            As("user2") with { Calls = [$"get {own[0]}", $"get {others}", $"set {own[0]} Canceled"] }, realm.As("user1"));

        Assert.Equal([null, "Forbidden", "Forbidden"], asUser2.Select(result => result.Error));
        Assert.DoesNotContain(await _server.CallsAsync(), call => (bool)call["changed"]!);
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task ChangeIsMadeWithTheSpecifiedAccount()
    {
        var list = (await RunAsync(new Job { Address = _server.Address, Calls = ["list"] }, realm.As("user1"))).Ids;
        Assert.NotEmpty(list);

        var results = await ClientProcess.RunAsync(As("user2") with { Calls = [.. list.Take(10).Select(id => $"set {id} Canceled")] }, realm.As("user1"));

        Assert.Contains(results, result => result.Error is null);
        var changes = (await _server.CallsAsync()).Where(call => (bool)call["changed"]!).ToList();
        Assert.Equal(results.Count(result => result.Error is null), changes.Count);
        Assert.All(changes, call => Assert.Equal("user2@MIMCM.TEST", (string?)call["user"]));
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task ConcurrentCallsHaveTheSameIdentity()
    {
        var results = await ClientProcess.RunAsync(As("user2") with { Calls = ["mine", "mine"], MaxConcurrency = 16 }, realm.As("user1"));

        Assert.Equal(32, results.Count);
        Assert.All(results, result => Assert.Null(result.Message));
        Assert.Equal(Enumerable.Repeat("user2@MIMCM.TEST", 32), await _server.UsersAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task NoTicketAndNoCredentialIsUnauthorized()
    {
        var result = await RunAsync(new Job { Address = _server.Address }, realm.Nobody);

        Assert.Equal("Unauthorized", result.Error);
        Assert.Contains("Supported schemes: Negotiate.", result.Message);
        Assert.Empty(await ServedAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task ExpiredTicketIsUnauthorized()
    {
        // Kerberos reads the clock of the machine in whole seconds. The ticket has expired two seconds after it was issued, on any machine.
        var environment = await realm.WithShortTicketAsync("user1", TimeSpan.FromSeconds(1));
        await Task.Delay(TimeSpan.FromSeconds(2));

        var result = await RunAsync(new Job { Address = _server.Address }, environment);

        Assert.Equal("Unauthorized", result.Error);
        Assert.Empty(await ServedAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task WrongPasswordIsUnauthorizedAndTheTicketIsNotUsedInstead()
    {
        var result = await RunAsync(As("user2") with { Password = "Wrong-for-user2" }, realm.As("user1"));

        Assert.Equal("Unauthorized", result.Error);
        Assert.DoesNotContain("Wrong-for", result.Whole);
        Assert.Empty(await ServedAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task UnknownAccountIsUnauthorizedAndTheTicketIsNotUsedInstead()
    {
        var result = await RunAsync(As("user3"), realm.As("user1"));

        Assert.Equal("Unauthorized", result.Error);
        Assert.Empty(await ServedAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task ServerUnknownToTheRealmReceivesNoTicket()
    {
        // The service is HTTP/localhost. With its IP address, the same server is unknown.
        var byNumber = new UriBuilder(_server.Address) { Host = "127.0.0.1" }.Uri;

        var result = await RunAsync(new Job { Address = byNumber }, realm.As("user1"));

        Assert.Equal("Unauthorized", result.Error);
        Assert.Empty(await ServedAsync());
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task TicketIsNotSentWithAToken()
    {
        await using var evil = ScriptedServer.Always(Reply.Status(401, "", "WWW-Authenticate: Negotiate", "WWW-Authenticate: NTLM"));

        var result = await RunAsync(new Job { Address = evil.Address, Token = "token-of-user2" }, realm.As("user1"));

        Assert.Equal("Unauthorized", result.Error);
        Assert.All(evil.Values("Authorization"), value => Assert.Equal("Bearer token-of-user2", value));
        Assert.NotEmpty(evil.Values("Authorization"));
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task RejectedCredentialSendsNeitherTicketNorPassword()
    {
        await using var evil = ScriptedServer.Always(Reply.Status(401, "", "WWW-Authenticate: Negotiate", "WWW-Authenticate: Basic realm=\"x\""));

        var result = await RunAsync(As("user2") with { Address = evil.Address, Password = "Wrong-for-user2" }, realm.As("user1"));

        Assert.Equal("Unauthorized", result.Error);
        Assert.DoesNotContain(evil.Values("Authorization"), value => Reveals(value, "user1") || Reveals(value, "Wrong-for-user2"));
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task NegotiateIsAnsweredOnceAndOnlyForTheServerOfTheSession()
    {
        await using var other = ScriptedServer.Always(Reply.Status(401, "", "WWW-Authenticate: Negotiate"));
        await using var evil = ScriptedServer.Choose(call => call.Header("Authorization") is null
            ? Reply.Status(401, "", "WWW-Authenticate: Negotiate")
            : Reply.Status(302, "", $"Location: {other.Address}"));

        var result = await RunAsync(new Job { Address = evil.Address }, realm.As("user1"));

        Assert.Equal("Redirected", result.Error);
        Assert.Single(evil.Values("Authorization"));
        Assert.Equal(0, other.Connections);
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task InvalidMutualAuthenticationTokenIsRejected()
    {
        // A missing token is no proof either, but the client does not require one, because TLS verifies the server.
        foreach (var proof in new[] { "AAAA", "!" })
        {
            await using var evil = ScriptedServer.Choose(call => call.Header("Authorization") is null
                ? Reply.Status(401, "", "WWW-Authenticate: Negotiate")
                : Reply.Status(200, "[]", "Content-Type: application/json", $"WWW-Authenticate: Negotiate {proof}"));

            var results = await ClientProcess.RunAsync(
                new Job { Address = evil.Address, Calls = ["probe", $"set {Guid.NewGuid()} Canceled"] }, realm.As("user1"));

            // It may have changed the request, and its further responses are not trusted.
            Assert.Equal(["Unauthorized", "OutcomeUnknown"], results.Select(result => result.Error));
        }
    }

    [NeedsFact(Needs.Kerberos)]
    public async Task TicketIsForThatServerAndNotForwardable()
    {
        await using var evil = ScriptedServer.Always(Reply.Status(401, "", "WWW-Authenticate: Negotiate"));
        await RunAsync(new Job { Address = evil.Address }, realm.As("user1"));

        // The malicious server received a ticket for HTTP/localhost, and nothing that would let it act as user1 elsewhere. A ticket
        // granting ticket would make the message 1 to 2 kB larger.
        var token = Assert.Single(evil.Values("Authorization"))["Negotiate ".Length..];
        var bytes = Convert.FromBase64String(token);
        Assert.InRange(bytes.Length, 300, 1200);
    }

    /// <summary>Whether the sent data contains the text, in plain or encoded form.</summary>
    private static bool Reveals(string authorization, string text)
    {
        var words = authorization.Split(' ');
        var packed = words is [_, var last, ..] && Convert.TryFromBase64String(last, new byte[last.Length], out _) ? Convert.FromBase64String(last) : [];
        return authorization.Contains(text)
            || Encoding.Latin1.GetString(packed).Contains(text, StringComparison.OrdinalIgnoreCase)
            || Encoding.Unicode.GetString(packed).Contains(text, StringComparison.OrdinalIgnoreCase)
            || Encoding.Unicode.GetString(packed.AsSpan(Math.Min(1, packed.Length))).Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private Job As(string user) => new() { Address = _server.Address, User = user, Password = Realm.PasswordOf(user) };

    private static async Task<JobResult> RunAsync(Job job, IReadOnlyDictionary<string, string> environment) =>
        Assert.Single(await ClientProcess.RunAsync(job, environment));

    private async Task<IReadOnlyList<JsonNode>> ServedAsync() => [.. (await _server.CallsAsync()).Where(call => (int?)call["status"] != 401)];
}
