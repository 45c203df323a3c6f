using System.Net;
using System.Text.Json.Nodes;

namespace MimCm.Simulator.Tests;

public sealed class NegotiateTests
{
    private const string Alice = "aaaaaaaa-0000-4000-8000-000000000001";

    [Theory]
    [InlineData(false, "Negotiate"), InlineData(true, "Negotiate,NTLM")]
    public async Task ChallengeContainsTheOfferedSchemes(bool ntlm, string challenge)
    {
        await using var sim = await StartAsync(new AccessOptions { Authentication = AuthenticationMode.Negotiate, Ntlm = ntlm });

        using var response = await sim.GetAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(challenge, string.Join(',', response.Headers.WwwAuthenticate.Select(h => h.Scheme)));
    }

    [Theory]
    [InlineData("Negotiate TlRMTVNTUAA="), InlineData("Negotiate !!!"), InlineData("Negotiate"), InlineData("Bearer x"), InlineData("NTLM TlRMTVNTUAA=")]
    public async Task InvalidTokenIs401(string authorization)
    {
        await using var sim = await StartAsync(new AccessOptions { Authentication = AuthenticationMode.Negotiate });
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1.0/requests");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await sim.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal((401, null), (sim.Host.Calls[0].Status, sim.Host.Calls[0].User));
    }

    [KerberosFact]
    public async Task KerberosIdentifiesTheCaller()
    {
        using var realm = await KerberosRealm.StartAsync();
        using var process = SimulatorProcess.Start(["--auth", "negotiate", "--user", $"user1@{KerberosRealm.Name}={Alice}"], realm.Service);
        var address = new UriBuilder(await process.ReadyAsync()) { Host = "localhost" }.Uri;

        // The client is this process, and no user of the realm has signed in to it.
        NativeEnvironment.Set(realm.As("nobody"));
        using (var http = Client(address, "Negotiate", new NetworkCredential("user1", KerberosRealm.PasswordOf("user1"), KerberosRealm.Name)))
        {
            for (var i = 0; i < 2; i++)
                await AssertOwnRequestsAsync(http);
        }
        using (var http = Client(address, "Negotiate", new NetworkCredential("user1", "wrong", KerberosRealm.Name)))
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http));

        var calls = await CallsAsync(address);
        Assert.Equal([401, 200, 200], calls.Take(3).Select(c => (int)c!["status"]!));
        Assert.Equal(("Kerberos", $"user1@{KerberosRealm.Name}"), ((string?)calls[1]!["package"], (string?)calls[1]!["user"]));
        Assert.Equal((string?)calls[1]!["user"], (string?)calls[2]!["user"]);
        Assert.Null((string?)calls[2]!["scheme"]);
    }

    [NtlmFact]
    public async Task NtlmIdentifiesTheCallerForEachConnectionOrEachRequest()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "CONTOSO:alice:Passw0rd\n");
        foreach (var eachRequest in new[] { false, true })
        {
            foreach (var scheme in new[] { "NTLM", "Negotiate" })
            {
                using var process = SimulatorProcess.Start(
                    ["--auth", "negotiate", "--ntlm", "--each-request", $"{eachRequest}", "--user", $"alice={Alice}"],
                    new Dictionary<string, string> { ["NTLM_USER_FILE"] = file });
                var address = await process.ReadyAsync();

                using (var http = Client(address, scheme, new NetworkCredential("alice", "Passw0rd", "CONTOSO")))
                {
                    for (var i = 0; i < 2; i++)
                        await AssertOwnRequestsAsync(http);
                }
                using (var http = Client(address, scheme, new NetworkCredential("alice", "wrong", "CONTOSO")))
                    Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http));

                var calls = await CallsAsync(address);
                int[] expected = eachRequest ? [401, 401, 200, 401, 401, 200] : [401, 401, 200, 200];
                Assert.Equal(expected, calls.Take(expected.Length).Select(c => (int)c!["status"]!));
                Assert.Equal((scheme, "NTLM", "CONTOSO\\alice"), ((string?)calls[2]!["scheme"], (string?)calls[2]!["package"], (string?)calls[2]!["user"]));
                Assert.Single(calls.Take(expected.Length).Select(c => (string?)c!["connection"]).Distinct());
            }
        }
        File.Delete(file);
    }

    private static Task<Sim> StartAsync(AccessOptions access) => Sim.StartAsync(new SimulatorOptions { Access = access });

    private static HttpClient Client(Uri address, string scheme, NetworkCredential credential) => new(new SocketsHttpHandler
    {
        Credentials = new CredentialCache { { new Uri(address, "/"), scheme, credential } },
    })
    {
        BaseAddress = address,
    };

    private static async Task AssertOwnRequestsAsync(HttpClient http)
    {
        var own = JsonNode.Parse(await http.GetStringAsync("api/v1.0/requests?targetuser=current"))!.AsArray();
        Assert.NotEmpty(own);
        Assert.All(own, r => Assert.Equal(Alice, (string?)r!["TargetUserUuid"]));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var response = await http.GetAsync("api/v1.0/requests");
        return response.StatusCode;
    }

    private static async Task<JsonArray> CallsAsync(Uri address)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(await http.GetStringAsync(new Uri(address, "/_simulator/calls")))!.AsArray();
    }
}
