namespace MimCm.Client.Tests;

/// <summary>Lists: the queries, the filters of the client, and the returned requests.</summary>
public sealed class RequestQueryTests
{
    private const string Collection = "/CertificateManagement/api/v1.0/requests";
    private static readonly byte[] Both = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);

    [Fact]
    public async Task NoFilterReadsTheCollectionWithoutAQuery() =>
        Assert.Equal([Collection], await TargetsAsync(new RequestQuery()));

    [Fact]
    public async Task OneStatusIsFilteredByTheServer() =>
        Assert.Equal([$"{Collection}?status=Pending"], await TargetsAsync(new RequestQuery { Statuses = [RequestStatus.Pending] }));

    [Fact]
    public async Task CurrentUserIsFilteredByTheServer() =>
        Assert.Equal([$"{Collection}?targetuser=current"], await TargetsAsync(new RequestQuery { ForCurrentUser = true }));

    [Fact]
    public async Task BothFiltersAreSentInTheDocumentedOrder() =>
        Assert.Equal(
            [$"{Collection}?targetuser=current&status=Pending"],
            await TargetsAsync(new RequestQuery { ForCurrentUser = true, Statuses = [RequestStatus.Pending] }));

    [Fact]
    public async Task SeveralStatusesAreOneQueryEachInTheSpecifiedOrder() =>
        Assert.Equal(
            [$"{Collection}?status=Pending", $"{Collection}?status=Approved", $"{Collection}?status=99"],
            await TargetsAsync(new RequestQuery { Statuses = [RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Pending, (RequestStatus)99] }));

    [Fact]
    public async Task RequestThatChangesBetweenTwoQueriesIsReturnedOnce()
    {
        await using var server = ScriptedServer.Start(
            Reply.Json(Bodies.Array(Bodies.Request(Bodies.Id(1)), Bodies.Request(Bodies.Id(2)))),
            Reply.Json(Bodies.Array(Bodies.Request(Bodies.Id(2), RequestStatus.Completed), Bodies.Request(Bodies.Id(3), RequestStatus.Completed))));
        using var client = server.Client();

        var read = await Read.ListAsync(client, new RequestQuery { Statuses = [RequestStatus.Approved, RequestStatus.Completed] });

        Assert.Equal([Bodies.Id(1), Bodies.Id(2), Bodies.Id(3)], read.Requests.Select(request => request.Uuid));
    }

    [Fact]
    public async Task NextQueryIsSentAfterTheFirstWasReadToItsEnd()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Both));
        using var client = server.Client();

        await foreach (var request in client.GetRequestsAsync(new RequestQuery { Statuses = [RequestStatus.Approved, RequestStatus.Pending] }))
        {
            Assert.Single(server.Calls);
            if (request.Uuid == Bodies.Unblock)
                break;
        }

        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task NoContentAndAnEmptyArrayAreAnEmptyList()
    {
        await using var server = ScriptedServer.Start(Reply.NoContent, Reply.Json("[]"), Reply.NoContent, Reply.Json(Both));
        using var client = server.Client();

        Assert.Equal((0, null), Outcome(await Read.ListAsync(client)));
        Assert.Equal((0, null), Outcome(await Read.ListAsync(client)));
        Assert.Equal((2, null), Outcome(await Read.ListAsync(client, new RequestQuery { Statuses = [RequestStatus.Pending, RequestStatus.Approved] })));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(206)]
    public async Task UndocumentedSuccessStatusIsInvalid(int code)
    {
        await using var server = ScriptedServer.Start(Reply.Status(code, Both));
        using var client = server.Client();

        var read = await Read.ListAsync(client);

        Assert.Equal((0, MimCmError.InvalidResponse), Outcome(read));
        Assert.Contains($"{code}", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherFiltersAreAppliedByTheClient()
    {
        var user = Guid.Parse("8f1590dc-d932-4b66-8e68-2e91c5880780");
        var template = Guid.Parse("a039b4d0-5ce8-4eff-8651-181c6576fda3");
        var body = Bodies.Array(
            Bodies.EnrollApproved,
            Bodies.UnblockApproved,
            Bodies.Request(Bodies.Id(1)).With("TargetUserUuid", $"\"{Bodies.Id(9)}\""),
            Bodies.Request(Bodies.Id(2)).With("OriginatorUserUuid", $"\"{Bodies.Id(9)}\""),
            Bodies.Request(Bodies.Id(3)).With("ProfileTemplateUuid", $"\"{Bodies.Id(9)}\""),
            Bodies.Request(Bodies.Id(4)).With("RequestType", "77"));
        await using var server = ScriptedServer.Always(Reply.Json(body));
        using var client = server.Client();

        await AssertFoundAsync(new RequestQuery { TargetUsers = [Bodies.Id(9)] }, Bodies.Id(1));
        await AssertFoundAsync(new RequestQuery { Originators = [Bodies.Id(9), Bodies.Id(8)] }, Bodies.Id(2));
        await AssertFoundAsync(new RequestQuery { ProfileTemplates = [Bodies.Id(9)] }, Bodies.Id(3));
        await AssertFoundAsync(new RequestQuery { Types = [RequestType.Unblock, (RequestType)77] }, Bodies.Unblock, Bodies.Id(4));
        await AssertFoundAsync(new RequestQuery { Types = [RequestType.Retire] });
        await AssertFoundAsync(new RequestQuery { SubmittedAfter = new DateTime(2015, 7, 7, 23, 40, 0, DateTimeKind.Utc) }, Bodies.Unblock);
        await AssertFoundAsync(
            new RequestQuery
            {
                TargetUsers = [user],
                Originators = [user],
                ProfileTemplates = [template],
                Types = [RequestType.Enroll],
                SubmittedBefore = DateTime.Now,
            },
            Bodies.Enroll);
        Assert.All(server.Calls, call => Assert.Equal(Collection, call.Target));

        async Task AssertFoundAsync(RequestQuery query, params Guid[] ids)
        {
            var read = await Read.ListAsync(client, query);
            Assert.Null(read.Failure);
            Assert.Equal(ids, read.Requests.Select(request => request.Uuid));
        }
    }

    [Fact]
    public async Task ErrorCountsAllReceivedRequestsAndNotOnlyMatchingOnes()
    {
        var read = await Read.ListAsync(
            Read.Client(Both[..^2], []), new RequestQuery { Types = [RequestType.Unblock] });

        Assert.Equal((1, MimCmError.InvalidResponse), Outcome(read));
        Assert.Contains(" 2 request(s)", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestKeepsItsSource()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.EnrollApproved));
        var source = new object();
        using var client = MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions { Address = server.Host, NoProxy = true }), source);

        Assert.Same(source, (await Read.ListAsync(client)).Single.Source);
        Assert.Same(source, (await client.WithExchangeObserver(_ => { }).GetRequestAsync(Bodies.Enroll)).Source);
        Assert.Same(source, (await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Bodies.Enroll,
            RequestStatusChange.Completed))).Request!.Source);
    }

    [Fact]
    public async Task ListCanBeEnumeratedAgain()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Both));
        using var client = server.Client();
        var list = client.GetRequestsAsync(new RequestQuery());

        Assert.Equal(2, await CountAsync(list));
        Assert.Equal(2, await CountAsync(list));
        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public async Task NullQueryIsRejected()
    {
        using var client = Read.Client([], []);

        await Assert.ThrowsAsync<ArgumentNullException>(() => CountAsync(client.GetRequestsAsync(null!)));
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<Request> list)
    {
        var count = 0;
        await foreach (var _ in list)
            count++;

        return count;
    }

    private static (int Count, MimCmError? Error) Outcome(Read read) => (read.Requests.Count, read.Failure?.Error);

    private static async Task<string[]> TargetsAsync(RequestQuery query)
    {
        await using var server = ScriptedServer.Always(Reply.NoContent);
        using var client = server.Client();
        Assert.Equal((0, null), Outcome(await Read.ListAsync(client, query)));
        Assert.All(server.Calls, call => Assert.Equal("GET", call.Method));
        return [.. server.Calls.Select(call => call.Target)];
    }
}
