namespace MimCm.Client.Tests;

/// <summary>If a server or proxy ignores the query, no other requests are returned.</summary>
public sealed class RequestQueryValidationTests
{
    private static readonly RequestStatus[] All = [.. Enum.GetValues(typeof(RequestStatus)).Cast<RequestStatus>()];

    public static TheoryData<RequestStatus> Statuses => [.. All];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task RequestWithAnotherStatusThanRequestedIsNotReturned(RequestStatus asked)
    {
        foreach (var other in All.Where(status => status != asked))
        {
            await using var server = ScriptedServer.Always(Reply.Json(Bodies.Array(
                Bodies.Request(Bodies.Id(1), asked), Bodies.Request(Bodies.Id(2), other), Bodies.Request(Bodies.Id(3), asked))));
            using var client = server.Client();

            var read = await Read.ListAsync(client, new RequestQuery { Statuses = [asked] });

            Assert.Equal([Bodies.Id(1)], read.Requests.Select(request => request.Uuid));
            Assert.Equal(MimCmError.InvalidResponse, read.Failure?.Error);
            Assert.Contains($"{asked}", read.Failure!.Message, StringComparison.Ordinal);
            Assert.Contains($"{Bodies.Id(2)}", read.Failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FilterOfTheClientDoesNotHideAWrongStatus()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.Array(Bodies.EnrollCompleted)));
        using var client = server.Client();

        var read = await Read.ListAsync(client, new RequestQuery { Statuses = [RequestStatus.Pending], Types = [RequestType.Recover] });

        Assert.Equal(MimCmError.InvalidResponse, read.Failure?.Error);
    }

    [Fact]
    public async Task AnyStatusIsReturnedWithoutAStatusInTheQuery()
    {
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.Array(Bodies.EnrollCompleted, Bodies.UnblockApproved)));
        using var client = server.Client();

        Assert.Equal(2, (await Read.ListAsync(client)).Requests.Count);
    }

    [Fact]
    public async Task ListForTheCurrentUserContainsRequestsOfOneUserOnly()
    {
        var (mine, others) = (Bodies.Id(1), Bodies.Id(2));
        await using var server = ScriptedServer.Always(Reply.Json(Bodies.Array(
            Bodies.EnrollApproved.With("TargetUserUuid", $"\"{mine}\""), Bodies.UnblockApproved.With("TargetUserUuid", $"\"{others}\""))));
        using var client = server.Client();

        var read = await Read.ListAsync(client, new RequestQuery { ForCurrentUser = true });

        Assert.Equal((1, MimCmError.InvalidResponse), (read.Requests.Count, read.Failure?.Error));
    }

    [Fact]
    public async Task ProbeSucceedsIfTheServerTreatsStatusNoneAsAny()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.Array(Bodies.EnrollApproved)));
        using var client = server.Client();

        await client.ProbeAsync();
    }

    [Fact]
    public void NullQueryIsRejected()
    {
        using var client = MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions { Address = new Uri("https://cm.contoso.com") }));

        Assert.Throws<ArgumentNullException>(() => client.GetRequestsAsync(null!));
    }
}
