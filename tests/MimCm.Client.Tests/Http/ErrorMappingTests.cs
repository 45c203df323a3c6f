using System.Net;
using System.Net.Sockets;

namespace MimCm.Client.Tests;

/// <summary>The error for each response, or for a missing response, and its message.</summary>
public sealed class ErrorMappingTests
{
    private const string Item = "/CertificateManagement/api/v1.0/requests/" + Bodies.EnrollId;

    [Theory]
    [InlineData(400, MimCmError.BadRequest)]
    [InlineData(422, MimCmError.BadRequest)]
    [InlineData(405, MimCmError.BadRequest)]
    [InlineData(415, MimCmError.BadRequest)]
    [InlineData(401, MimCmError.Unauthorized)]
    [InlineData(403, MimCmError.Forbidden)]
    [InlineData(404, MimCmError.RequestNotFound)]
    [InlineData(204, MimCmError.RequestNotFound)]
    [InlineData(409, MimCmError.StateConflict)]
    [InlineData(408, MimCmError.Timeout)]
    [InlineData(429, MimCmError.ServerBusy)]
    [InlineData(503, MimCmError.ServerBusy)]
    [InlineData(500, MimCmError.ServerError)]
    [InlineData(501, MimCmError.ServerError)]
    [InlineData(502, MimCmError.ServerError)]
    [InlineData(504, MimCmError.ServerError)]
    [InlineData(507, MimCmError.ServerError)]
    [InlineData(301, MimCmError.Redirected)]
    [InlineData(302, MimCmError.Redirected)]
    [InlineData(303, MimCmError.Redirected)]
    [InlineData(307, MimCmError.Redirected)]
    [InlineData(308, MimCmError.Redirected)]
    public async Task StatusCodeOfOneRequestIsMapped(int code, MimCmError error)
    {
        await using var server = ScriptedServer.Start(Reply.Status(code));
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

        Assert.Equal((error, code, new Uri(server.Host, Item)), (failure.Error, failure.StatusCode, failure.Uri));
        Assert.Null(failure.ServerMessage);
        Assert.Null(failure.CorrelationId);
        Assert.True(failure.Message.Length > 20, failure.Message);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Theory]
    [InlineData(400, MimCmError.BadRequest)]
    [InlineData(401, MimCmError.Unauthorized)]
    [InlineData(403, MimCmError.Forbidden)]
    [InlineData(404, MimCmError.ApiDisabled)]
    [InlineData(409, MimCmError.StateConflict)]
    [InlineData(429, MimCmError.ServerBusy)]
    [InlineData(500, MimCmError.ServerError)]
    [InlineData(302, MimCmError.Redirected)]
    public async Task StatusCodeOfAListIsMapped(int code, MimCmError error)
    {
        await using var server = ScriptedServer.Start(Reply.Status(code));
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        var read = await Read.ListAsync(client, new RequestQuery { Statuses = [RequestStatus.Pending] });

        Assert.Equal((0, error, code), (read.Requests.Count, read.Failure?.Error, read.Failure?.StatusCode));
        Assert.Equal(client.RequestsUri, read.Failure!.Uri);
    }

    [Theory]
    [InlineData(400, MimCmError.BadRequest)]
    [InlineData(401, MimCmError.Unauthorized)]
    [InlineData(403, MimCmError.Forbidden)]
    [InlineData(404, MimCmError.RequestNotFound)]
    [InlineData(409, MimCmError.StateConflict)]
    public async Task ChangeRejectedAtOnceIsUnchangedWithoutReadingBack(int code, MimCmError error)
    {
        await using var server = ScriptedServer.Start(Reply.Status(code));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));

        Assert.Equal((error, code, true), (failure.Error, failure.StatusCode, failure.IsUnchanged));
        Assert.Equal("PUT", Assert.Single(server.Calls).Method);
    }

    /// <summary>These status codes do not prove the outcome of a change. The request must be read.</summary>
    [Theory]
    [InlineData(405, MimCmError.BadRequest)]
    [InlineData(422, MimCmError.BadRequest)]
    [InlineData(429, MimCmError.ServerBusy)]
    [InlineData(500, MimCmError.ServerError)]
    [InlineData(501, MimCmError.ServerError)]
    [InlineData(503, MimCmError.ServerBusy)]
    [InlineData(307, MimCmError.Redirected)]
    public async Task ChangeThatFailsWithAnotherStatusIsReadBackAndNotSentAgain(int code, MimCmError error)
    {
        foreach (var (readBack, expected) in new[]
        {
            (Reply.Json(Bodies.EnrollCompleted), (MimCmError?)null),
            (Reply.Json(Bodies.EnrollApproved), error),
            (Reply.Status(403), MimCmError.OutcomeUnknown),
        })
        {
            await using var server = ScriptedServer.Start(Reply.Status(code), readBack);
            using var client = server.Client(options => options.MaximumRetryCount = 0);

            var failure = await TryAsync(() => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));

            Assert.Equal(expected, failure?.Error);
            Assert.Equal(expected == error, failure?.IsUnchanged == true);
            Assert.Equal(["PUT", "GET"], server.Calls.Select(call => call.Method));
        }
    }

    [Fact]
    public async Task StoppedServerIsAConnectionFailure()
    {
        using var client = MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions { Address = FreeAddress(), NoProxy = true, MaximumRetryCount = 0 }));

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

        Assert.Equal((MimCmError.ConnectionFailed, null), (failure.Error, failure.StatusCode));
        Assert.NotNull(failure.InnerException);
        Assert.Contains(client.BaseAddress.Authority, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownHostIsAConnectionFailure()
    {
        using var client = MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions { Address = new Uri("https://no-such-host.invalid"), NoProxy = true }));

        Assert.Equal(MimCmError.ConnectionFailed, (await Read.ListAsync(client)).Failure?.Error);
    }

    [Fact]
    public async Task ConnectionClosedBeforeTheResponseIsAConnectionFailure()
    {
        await using var resetting = ScriptedServer.Start(Reply.Reset);
        // .NET itself sends the call again if a connection ended without a response.
        await using var closing = ScriptedServer.Always(Reply.Close);
        foreach (var server in new[] { resetting, closing })
        {
            using var client = server.Client(options => options.MaximumRetryCount = 0);
            Assert.Equal(MimCmError.ConnectionFailed, (await Read.ListAsync(client)).Failure?.Error);
        }
    }

    [Fact]
    public async Task ResponseThatIsNotHttpIsAConnectionFailure()
    {
        await using var server = ScriptedServer.Start(async call =>
        {
            await call.WriteAsync("220 mail.contoso.com ESMTP\r\n");
            call.Close();
        });
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        Assert.Equal(MimCmError.ConnectionFailed, (await Read.ListAsync(client)).Failure?.Error);
    }

    [Theory]
    [InlineData(301, "https://evil.example.com/login?next=/secret")]
    [InlineData(302, "/adfs/ls?wa=wsignin1.0")]
    [InlineData(307, "HOST/CertificateManagement/api/v1.0/requests")]
    [InlineData(308, "HOST/elsewhere")]
    public async Task RedirectIsNotFollowedAndItsTargetReceivesNothing(int code, string location)
    {
        await using var target = ScriptedServer.Always(Reply.Json(Bodies.EnrollCompleted));
        location = location.Replace("HOST", target.Host.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        await using var server = ScriptedServer.Always(Reply.Status(code, "<html>Moved</html>", "Content-Type: text/html", $"Location: {location}"));
        using var client = server.Client();

        var list = (await Read.ListAsync(client)).Failure!;
        var change = await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed));

        Assert.Equal((MimCmError.Redirected, MimCmError.OutcomeUnknown), (list.Error, change.Error));
        Assert.Equal(MimCmError.Redirected, Assert.IsType<MimCmException>(change.InnerException).Error);
        Assert.Equal(0, target.Connections);
        Assert.Equal(["GET", "PUT", "GET"], server.Calls.Select(call => call.Method));
        Assert.Contains(location[0] == '/' ? location.Split('?')[0] : new Uri(location).Authority, list.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", list.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnauthorizedMessageContainsTheSchemesOfTheServer()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, "", "WWW-Authenticate: Basic realm=\"x\"", "WWW-Authenticate: Bearer"),
            Reply.Status(401));
        using var client = server.Client();

        Assert.Contains("Basic, Bearer", (await Read.ListAsync(client)).Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("none", (await Read.ListAsync(client)).Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllZeroIdIsRejectedBeforeAnyCall()
    {
        await using var server = ScriptedServer.Start();
        using var client = server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.GetRequestAsync(Guid.Empty));
        await Assert.ThrowsAsync<ArgumentException>(() => client.SetRequestStatusAsync(Guid.Empty, RequestStatusChange.Completed));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.SetRequestStatusAsync(Bodies.Enroll, (RequestStatusChange)7));
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData(204, null)]
    [InlineData(200, null)]
    [InlineData(403, MimCmError.Forbidden)]
    [InlineData(401, MimCmError.Unauthorized)]
    [InlineData(404, MimCmError.ApiDisabled)]
    public async Task ProbeReportsWhetherTheServerRespondsAndAcceptsTheIdentity(int code, MimCmError? error)
    {
        await using var server = ScriptedServer.Start(Reply.Status(code, code == 200 ? "[]" : ""));
        using var client = server.Client();

        var failure = await TryAsync(() => client.ProbeAsync());

        Assert.Equal(error, failure?.Error);
        Assert.Equal("/CertificateManagement/api/v1.0/requests?targetuser=current&status=None", Assert.Single(server.Calls).Target);
    }

    [Fact]
    public async Task ProbeRejectsAnHtmlPageAndDoesNotReadALongList()
    {
        var closed = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(
            Reply.Status(200, "<html>Sign in</html>", "Content-Type: text/html"),
            async call =>
            {
                await call.WriteHeadAsync(200, "Content-Type: application/json", "Content-Length: 100000000");
                await call.WriteAsync([.. "["u8, .. Bodies.EnrollApproved, .. ","u8]);
                await call.WaitUntilClosedAsync();
                closed.SetResult();
            });
        using var client = server.Client();

        Assert.Equal(MimCmError.InvalidResponse, (await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync())).Error);
        await client.ProbeAsync();
        await Eventually.EndsAsync(closed.Task);
    }

    /// <summary>Any other exception fails the test.</summary>
    private static async Task<MimCmException?> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (MimCmException e)
        {
            return e;
        }
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
