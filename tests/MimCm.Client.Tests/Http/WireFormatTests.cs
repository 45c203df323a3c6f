using System.IO.Compression;
using System.Text;

namespace MimCm.Client.Tests;

/// <summary>The bytes of requests and responses.</summary>
public sealed class WireFormatTests
{
    private const string Item = "/CertificateManagement/api/v1.0/requests/" + Bodies.EnrollId;

    [Fact]
    public async Task RequestIsReadByItsIdInLowerCaseWithDashes()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();

        await client.GetRequestAsync(Guid.Parse(Bodies.EnrollId.ToUpperInvariant()));

        var call = Assert.Single(server.Calls);
        Assert.Equal($"GET {Item} HTTP/1.1", call.Head.Split("\r\n")[0]);
        Assert.Equal("application/json", call.Header("Accept"));
        Assert.Equal(server.Host.Authority, call.Header("Host"));
        Assert.Null(call.Header("Content-Type"));
        Assert.Null(call.Header("Content-Length"));
        Assert.StartsWith("MimCm/", call.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal("no-cache", call.Header("Cache-Control"));
    }

    [Theory]
    [InlineData(RequestStatusChange.Completed, "{\"status\":\"Completed\"}", RequestStatus.Completed)]
    [InlineData(RequestStatusChange.Canceled, "{\"status\":\"Canceled\"}", RequestStatus.Canceled)]
    [InlineData(RequestStatusChange.Abandoned, "{\"status\":\"Abandoned\"}", RequestStatus.Failed)]
    public async Task ChangeIsExactlyTheDocumentedPut(RequestStatusChange change, string body, RequestStatus end)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.Request(Bodies.Enroll, end)));
        using var client = server.Client();

        Assert.Equal(end, (await client.SetRequestStatusAsync(Bodies.Enroll, change)).Status);

        var call = Assert.Single(server.Calls);
        Assert.Equal($"PUT {Item} HTTP/1.1", call.Head.Split("\r\n")[0]);
        Assert.Equal(body, Encoding.UTF8.GetString(call.Body));
        Assert.Equal(["application/json"], call.Headers("Content-Type"));
        Assert.Equal([$"{body.Length}"], call.Headers("Content-Length"));
        Assert.Empty(call.Headers("Transfer-Encoding"));
        Assert.Empty(call.Headers("Expect"));
    }

    [Fact]
    public async Task OtherFolderIsCalledAsSpecified()
    {
        await using var server = ScriptedServer.Start(Reply.NoContent);
        using var client = server.Client(options => options.Address = new Uri(server.Host, "/My%20CM/sub"));

        await Read.ListAsync(client);

        Assert.Equal("/My%20CM/sub/api/v1.0/requests", Assert.Single(server.Calls).Target);
    }

    [Fact]
    public async Task CookiesBelongToOneClientAndLiveAsLongAsIt()
    {
        await using var server = ScriptedServer.Always(async call =>
            await Reply.Status(200, Bodies.EnrollApproved, call.Header("Cookie") is null ? "Set-Cookie: s=1; path=/; HttpOnly" : "X-Known: yes")(call));
        using var one = server.Client();
        using var other = server.Client();

        await one.GetRequestAsync(Bodies.Enroll);
        await Read.ListAsync(one);
        await one.WithExchangeObserver(_ => { }).GetRequestAsync(Bodies.Enroll);
        await other.GetRequestAsync(Bodies.Enroll);

        Assert.Equal([null, "s=1", "s=1", null], server.Calls.Select(call => call.Header("Cookie")));
    }

    [Fact]
    public async Task SequentialCallsShareAConnection()
    {
        await using var server = ScriptedServer.Always(call => Reply.Json(call.Method == "PUT" ? Bodies.EnrollCompleted : Bodies.EnrollApproved)(call));
        using var client = server.Client();

        await client.GetRequestAsync(Bodies.Enroll);
        await Read.ListAsync(client);
        await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);

        Assert.Equal([1, 1, 1], server.Calls.Select(call => call.Connection));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task CompressedResponseIsRead(string encoding)
    {
        var packed = new MemoryStream();
        using (Stream pack = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest) : new ZLibStream(packed, CompressionLevel.Fastest))
        {
            await pack.WriteAsync(Bodies.EnrollApproved);
        }

        var bytes = packed.ToArray();
        await using var server = ScriptedServer.Start(
            Reply.Status(200, bytes, "Content-Type: application/json", $"Content-Encoding: {encoding}"),
            Reply.Status(200, bytes[..^20], "Content-Type: application/json", $"Content-Encoding: {encoding}"),
            Reply.Status(200, "this is not packed", "Content-Type: application/json", $"Content-Encoding: {encoding}"));
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        Assert.Equal(Bodies.Enroll, (await Read.ListAsync(client)).Single.Uuid);
        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(client)).Failure?.Error);
        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(client)).Failure?.Error);
        Assert.Contains(encoding, server.Calls[0].Header("Accept-Encoding"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListIsReadTheSameWithAnyFraming()
    {
        var body = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);
        await using var server = ScriptedServer.Start(
            Reply.Json(body),
            async call =>
            {
                await call.WriteHeadAsync(200, "Content-Type: application/json", "Transfer-Encoding: chunked");
                for (var i = 0; i < body.Length; i += 700)
                    await call.WriteChunkAsync(body[i..Math.Min(i + 700, body.Length)]);
                await call.WriteChunkAsync([]);
            },
            async call =>
            {
                await call.WriteHeadAsync(200, "Content-Type: application/json");
                await call.WriteAsync(body);
                call.Close();
            });
        using var client = server.Client();

        for (var i = 0; i < 3; i++)
            Assert.Equal([Bodies.Enroll, Bodies.Unblock], (await Read.ListAsync(client)).Requests.Select(request => request.Uuid));
    }

    [Fact]
    public async Task IncompleteListIsAnErrorWithAnyFraming()
    {
        var body = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);
        var boundary = Bodies.EnrollApproved.Length;
        int[] cuts = [1, boundary - 1, boundary, boundary + 1, boundary + 2, body.Length - 2, body.Length - 1];
        var cut = 0;
        var framing = 0;
        await using var server = ScriptedServer.Always(async call =>
        {
            await call.WriteHeadAsync(200,
                ["Content-Type: application/json",
                    .. framing switch { 0 => new[] { $"Content-Length: {body.Length}" }, 1 => ["Transfer-Encoding: chunked"], _ => [] }]);
            if (framing == 1)
                await call.WriteChunkAsync(body[..cut]);
            else
                await call.WriteAsync(body[..cut]);
            call.Close();
        });
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        for (framing = 0; framing < 3; framing++)
        {
            foreach (var length in cuts)
            {
                cut = length;
                var read = await Read.ListAsync(client);

                var whole = body[..cut].Count(letter => letter == '}') switch { 0 => 0, 1 => 1, _ => 2 };
                Assert.True(read.Failure?.Error == MimCmError.InvalidResponse, $"Framing {framing}, cut at {cut}: {read.Failure?.Message ?? "no error"}");
                Assert.Equal(whole, read.Requests.Count);
                Assert.Contains($" {whole} request(s)", read.Failure!.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task BodyWithoutAContentTypeIsCheckedByItsContent()
    {
        await using var server = ScriptedServer.Start(
            async call =>
            {
                await call.WriteHeadAsync(200, $"Content-Length: {Bodies.EnrollApproved.Length}");
                await call.WriteAsync(Bodies.EnrollApproved);
            },
            async call =>
            {
                await call.WriteHeadAsync(200, "Content-Length: 13");
                await call.WriteAsync("<html></html>");
            });
        using var client = server.Client();

        Assert.Equal(Bodies.Enroll, (await Read.ListAsync(client)).Single.Uuid);
        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(client)).Failure?.Error);
    }
}
