using System.Net;
using System.Security;

namespace MimCm.Client.Tests;

/// <summary>The authentication of the client.</summary>
public sealed class AuthenticationTests
{
    [Fact]
    public async Task TokenIsSentAsBearerWithEveryCall()
    {
        await using var server = ScriptedServer.Always(call => Reply.Json(call.Method == "PUT" ? Bodies.EnrollCompleted : Bodies.EnrollApproved)(call));
        using var client = server.Client(options => UseTokens(options, "one"));

        await client.GetRequestAsync(Bodies.Enroll);
        await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);

        Assert.Equal(["Bearer one", "Bearer one"], server.Calls.Select(call => call.Header("Authorization")));
    }

    [Fact]
    public async Task RejectedTokenIsRenewedOnceAndTheCallIsRepeated()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401), Reply.Json(Bodies.EnrollCompleted));
        using var client = server.Client(options => UseTokens(options, "old", "new"));

        await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);

        Assert.Equal(["Bearer old", "Bearer new"], server.Calls.Select(call => call.Header("Authorization")));
        Assert.All(server.Calls, call => Assert.Equal("{\"status\":\"Completed\"}", call.Body.Text()));
    }

    [Fact]
    public async Task TokenRejectedTwiceIsUnauthorized()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401), Reply.Status(401, "", "WWW-Authenticate: Bearer"));
        using var client = server.Client(options => UseTokens(options, "old", "new"));

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

        Assert.Equal((MimCmError.Unauthorized, 401), (failure.Error, failure.StatusCode));
        Assert.DoesNotContain("old", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RejectionIsReportedIfTheProviderHasNoOtherToken()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, "{\"Message\":\"Expired.\"}"));
        using var client = server.Client(options => UseTokens(options, "only"));

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

        Assert.Equal((MimCmError.Unauthorized, 401, "Expired."), (failure.Error, failure.StatusCode, failure.ServerMessage));
    }

    [Fact]
    public async Task FailureOfTheProviderIsUnauthorizedAndNoCallIsMade()
    {
        await using var server = ScriptedServer.Start();
        foreach (var source in new AccessTokenProvider[] { (_, _) => Task.FromResult<SecureString?>(null),
            (_, _) => throw new InvalidOperationException("No sign-in.") })
        {
            using var client = server.Client(options =>
            {
                options.AllowUnencryptedAuthentication = true;
                options.AccessToken = source;
            });

            var failure = await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));
            Assert.Equal(MimCmError.Unauthorized, failure.Error);
        }

        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("Secret7\r\nX-Evil: 1")]
    [InlineData("Secret7 with spaces")]
    [InlineData("Secret7ä")]
    [InlineData("")]
    public async Task InvalidTokenIsNeitherSentNorRepeatedInTheMessage(string token)
    {
        await using var server = ScriptedServer.Start();
        using var client = server.Client(options => UseTokens(options, token));

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

        Assert.Equal(MimCmError.Unauthorized, failure.Error);
        Assert.DoesNotContain("Secret7", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task TokenCanEndWithALineBreak()
    {
        await using var server = ScriptedServer.Start(Reply.NoContent);
        using var client = server.Client(options => UseTokens(options, " token\r\n"));

        await Read.ListAsync(client);

        Assert.Equal("Bearer token", Assert.Single(server.Calls).Header("Authorization"));
    }

    [Theory]
    [InlineData("Basic realm=\"cm\"")]
    [InlineData("Digest realm=\"cm\", nonce=\"1\", qop=\"auth\"")]
    public async Task PasswordIsNotSentToASchemeThatRevealsIt(string scheme)
    {
        await using var server = ScriptedServer.Always(Reply.Status(401, "", $"WWW-Authenticate: {scheme}"));
        using var client = server.Client(UseCredential);

        Assert.Equal(MimCmError.Unauthorized, (await Read.ListAsync(client)).Failure?.Error);
        Assert.Null(Assert.Single(server.Calls).Header("Authorization"));
    }

    [Fact]
    public async Task CredentialIsNotSentBeforeTheServerRequestsIt()
    {
        await using var server = ScriptedServer.Start(Reply.NoContent);
        using var client = server.Client(UseCredential);

        await Read.ListAsync(client);

        Assert.Null(Assert.Single(server.Calls).Header("Authorization"));
    }

    [Fact]
    public async Task TokenIsNotReplacedByTheWindowsIdentity()
    {
        await using var server = ScriptedServer.Always(Reply.Status(401, "", "WWW-Authenticate: Negotiate", "WWW-Authenticate: NTLM"));
        using var client = server.Client(options => UseTokens(options, "one"));

        Assert.Equal(MimCmError.Unauthorized, (await Read.ListAsync(client)).Failure?.Error);
        Assert.Equal("Bearer one", Assert.Single(server.Calls).Header("Authorization"));
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("NTLM")]
    public async Task RejectedIdentityIsUnauthorized(string scheme)
    {
        await using var server = ScriptedServer.Always(Reply.Status(401, "<html>401</html>", "Content-Type: text/html", $"WWW-Authenticate: {scheme}"));
        using var own = server.Client();
        using var other = server.Client(UseCredential);

        foreach (var client in new[] { own, other })
        {
            var failure = await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));
            Assert.Equal((MimCmError.Unauthorized, 401), (failure.Error, failure.StatusCode));
            Assert.Contains(scheme, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NtlmContinuesIfThe401ResponseHasASlowBody()
    {
        // The platform waits for the page by its own clock for a short time. On a busy machine, one of ten attempts must succeed.
        var connections = Array.Empty<int>();
        for (var attempt = 0; attempt < 10 && connections is not [1, 1]; attempt++)
            connections = await NegotiateAsync();

        Assert.Equal([1, 1], connections);

        static async Task<int[]> NegotiateAsync()
        {
            await using var server = ScriptedServer.Always(async call =>
            {
                if (call.Header("Authorization") is not null)
                {
                    await Reply.NoContent(call);
                    return;
                }

                await call.WriteHeadAsync(401, "WWW-Authenticate: NTLM", "Content-Type: text/html", "Content-Length: 20000");
                // These delays are the subject of the test. They are short, because the client waits 250 ms for the whole page.
                await Task.Delay(5);
                await call.WriteAsync(new string('x', 10_000));
                await Task.Delay(5);
                await call.WriteAsync(new string('x', 10_000));
            });
            using var client = server.Client(UseCredential);

            var read = await Read.ListAsync(client);

            Assert.Null(read.Failure);
            Assert.StartsWith("NTLM TlRMTVNT", server.Calls[1].Header("Authorization"), StringComparison.Ordinal);
            return [.. server.Calls.Select(call => call.Connection)];
        }
    }

    private static void UseCredential(MimCmClientOptions options)
    {
        options.AllowUnencryptedAuthentication = true;
        options.MaximumRetryCount = 0;
        options.Credential = new NetworkCredential("carol", "Secret7", "CONTOSO");
    }

    /// <summary>A provider that returns the next of these tokens after each rejection.</summary>
    private static void UseTokens(MimCmClientOptions options, params string[] tokens)
    {
        var secrets = tokens.Select(Secret.Of).ToList();
        options.AllowUnencryptedAuthentication = true;
        options.AccessToken = (refused, _) =>
            Task.FromResult<SecureString?>(refused is null ? secrets[0] : secrets.ElementAtOrDefault(secrets.IndexOf(refused) + 1));
    }
}
