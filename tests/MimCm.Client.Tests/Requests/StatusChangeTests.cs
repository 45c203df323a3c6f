namespace MimCm.Client.Tests;

/// <summary>A status change, also with a lost response. Nothing is sent again without reading the request back.</summary>
public sealed class StatusChangeTests
{
    private static readonly Func<ServerCall, Task> Unchanged = Reply.Json(Bodies.EnrollApproved);
    private static readonly Func<ServerCall, Task> Done = Reply.Json(Bodies.EnrollCompleted);

    /// <summary>The ways to lose the response of a change.</summary>
    public static TheoryData<string> Losses =>
        ["reset", "end", "408", "502", "504", "empty", "cut", "page", "another request", "not json", "no id", "cut and reset"];

    [Theory]
    [InlineData(RequestStatusChange.Completed, RequestStatus.Completed)]
    [InlineData(RequestStatusChange.Canceled, RequestStatus.Canceled)]
    [InlineData(RequestStatusChange.Abandoned, RequestStatus.Failed)]
    public async Task ChangeReturnsTheRequestOfTheResponse(RequestStatusChange change, RequestStatus end)
    {
        var result = await ChangeAsync(change, Reply.Json(Bodies.Request(Bodies.Enroll, end)));

        Assert.Equal((end, "PUT"), (result.Request!.Status, result.Calls));
    }

    [Fact]
    public async Task ChangeLostOnAReusedConnectionIsNotResentByThePlatform()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.EnrollApproved), Reply.Reset, Reply.Json(Bodies.EnrollCompleted));
        using var client = server.Client();

        await client.GetRequestAsync(Bodies.Enroll);
        var changed = await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);

        Assert.Equal(RequestStatus.Completed, changed.Status);
        Assert.Equal(["GET 1", "PUT 1", "GET 2"], server.Calls.Select(call => $"{call.Method} {call.Connection}"));
    }

    [Fact]
    public async Task EmptyResponseIsReadBack()
    {
        var result = await ChangeAsync(Reply.NoContent, Done);

        Assert.Equal((RequestStatus.Completed, "PUT GET"), (result.Request!.Status, result.Calls));
    }

    [Fact]
    public async Task EmptyResponseAndAnotherStatusIsUnexpected()
    {
        var result = await ChangeAsync(Reply.NoContent, Unchanged);

        Assert.Equal((MimCmError.UnexpectedStatus, "PUT GET"), (result.Failure!.Error, result.Calls));
        Assert.Equal(RequestStatus.Approved, result.Failure.Request!.Status);
    }

    [Fact]
    public async Task EmptyResponsesToChangeAndReadBackAreAMissingRequest()
    {
        var result = await ChangeAsync(Reply.NoContent, Reply.NoContent);

        Assert.Equal((MimCmError.RequestNotFound, "PUT GET"), (result.Failure!.Error, result.Calls));
    }

    [Fact]
    public async Task EmptyResponseThatCannotBeReadBackIsUnknown()
    {
        var result = await ChangeAsync(Reply.NoContent, Reply.Status(500, """{"Message":"It broke."}"""));

        Assert.Equal((MimCmError.OutcomeUnknown, "PUT GET"), (result.Failure!.Error, result.Calls));
        Assert.Equal(MimCmError.ServerError, Assert.IsType<MimCmException>(result.Failure.InnerException).Error);
        Assert.Equal("It broke.", result.Failure.ServerMessage);
    }

    [Theory]
    [InlineData(RequestStatus.Approved)]
    [InlineData(RequestStatus.Executing)]
    [InlineData(RequestStatus.Failed)]
    [InlineData((RequestStatus)99)]
    public async Task ResponseWithAnotherStatusIsUnexpectedAndHasTheRequest(RequestStatus status)
    {
        var result = await ChangeAsync(Reply.Json(Bodies.Request(Bodies.Enroll, status)));

        Assert.Equal((MimCmError.UnexpectedStatus, "PUT"), (result.Failure!.Error, result.Calls));
        Assert.Equal((Bodies.Enroll, status), (result.Failure.Request!.Uuid, result.Failure.Request.Status));
        Assert.Contains($"{status}", result.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("Completed", result.Failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(Bodies.EnrollId, result.Failure.Uri!.AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task LostResponseIsSuccessIfTheRequestHasTheWantedStatus(string loss)
    {
        var result = await ChangeAsync(Lose(loss), Done);

        Assert.Null(result.Failure);
        Assert.Equal((RequestStatus.Completed, "PUT GET"), (result.Request!.Status, result.Calls));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task LostResponseIsSentAgainIfTheRequestIsUnchanged(string loss)
    {
        var result = await ChangeAsync(Lose(loss), Unchanged, Done);

        Assert.Null(result.Failure);
        Assert.Equal((RequestStatus.Completed, "PUT GET PUT"), (result.Request!.Status, result.Calls));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task LostResponseThatCannotBeReadBackIsUnknown(string loss)
    {
        var result = await ChangeAsync(Lose(loss), Reply.Status(403, """{"Message":"No more. Correlation 11111111-2222-3333-4444-555555555555"}"""));

        Assert.Equal((MimCmError.OutcomeUnknown, "PUT GET"), (result.Failure!.Error, result.Calls));
        Assert.IsType<MimCmException>(result.Failure.InnerException);
        Assert.False(result.Failure.IsUnchanged);
        Assert.Equal(Guid.Parse("11111111-2222-3333-4444-555555555555"), result.Failure.CorrelationId);
        Assert.Contains(Bodies.EnrollId, result.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task AnyFailureOfTheReadBackIsUnknown(int code)
    {
        var result = await ChangeAsync(Reply.Reset, Reply.Status(code));

        Assert.Equal((MimCmError.OutcomeUnknown, "PUT GET"), (result.Failure!.Error, result.Calls));
    }

    [Fact]
    public async Task ReadBackIsRetried()
    {
        var result = await ChangeAsync(Reply.Reset, Reply.Status(503), Reply.Reset, Done);

        Assert.Equal((RequestStatus.Completed, "PUT GET GET GET"), (result.Request!.Status, result.Calls));
    }

    [Fact]
    public async Task ServerThatStopsAfterTheChangeIsUnknown()
    {
        var result = await ChangeAsync(options => { }, RequestStatusChange.Completed, [Reply.Reset, Reply.Reset, Reply.Reset, Reply.Reset, Reply.Reset]);

        Assert.Equal((MimCmError.OutcomeUnknown, "PUT GET GET GET GET"), (result.Failure!.Error, result.Calls));
    }

    [Fact]
    public async Task TimeoutIsALostResponse()
    {
        var result = await TimeOutAsync(isInBody: false, Reply.Silence, Done);

        Assert.Equal((RequestStatus.Completed, "PUT GET"), (result.Request!.Status, result.Calls));
    }

    [Fact]
    public async Task SilenceInTheMiddleOfTheResponseIsALostResponse()
    {
        var result = await TimeOutAsync(isInBody: true, Reply.Stall(Bodies.EnrollCompleted, 500), Unchanged, Done);

        Assert.Equal((RequestStatus.Completed, "PUT GET PUT"), (result.Request!.Status, result.Calls));
    }

    [Theory]
    [InlineData(RequestStatus.Failed)]
    [InlineData(RequestStatus.Canceled)]
    [InlineData(RequestStatus.Denied)]
    public async Task LostResponseIsNotSentAgainIfTheRequestHasAnotherFinalStatus(RequestStatus end)
    {
        var result = await ChangeAsync(Reply.Reset, Reply.Json(Bodies.Request(Bodies.Enroll, end)));

        Assert.Equal((MimCmError.UnexpectedStatus, end, "PUT GET"), (result.Failure!.Error, result.Failure.Request!.Status, result.Calls));
        Assert.IsType<MimCmException>(result.Failure.InnerException);
    }

    [Fact]
    public async Task AbandonedIsReadBackAsFailed()
    {
        var result = await ChangeAsync(RequestStatusChange.Abandoned, Reply.Reset, Reply.Json(Bodies.Request(Bodies.Enroll, RequestStatus.Failed)));

        Assert.Equal((RequestStatus.Failed, "PUT GET"), (result.Request!.Status, result.Calls));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task ErrorOfTheSecondAttemptIsReadBack(int code)
    {
        var result = await ChangeAsync(Reply.Reset, Unchanged, Reply.Status(code), Done);

        Assert.Null(result.Failure);
        Assert.Equal((RequestStatus.Completed, "PUT GET PUT GET"), (result.Request!.Status, result.Calls));
    }

    [Theory]
    [InlineData(403, MimCmError.Forbidden)]
    [InlineData(409, MimCmError.StateConflict)]
    [InlineData(500, MimCmError.ServerError)]
    public async Task ErrorOfTheSecondAttemptIsReportedIfTheRequestIsUnchanged(int code, MimCmError error)
    {
        var result = await ChangeAsync(Reply.Reset, Unchanged, Reply.Status(code), Unchanged);

        Assert.Equal((error, code, "PUT GET PUT GET"), (result.Failure!.Error, result.Failure.StatusCode, result.Calls));
    }

    [Fact]
    public async Task ErrorOfTheSecondAttemptThatCannotBeReadBackIsUnknown()
    {
        var result = await ChangeAsync(Reply.Reset, Unchanged, Reply.Status(409), Reply.Status(500));

        Assert.Equal((MimCmError.OutcomeUnknown, "PUT GET PUT GET"), (result.Failure!.Error, result.Calls));
    }

    [Fact]
    public async Task SecondAttemptWithAnotherStatusIsUnexpected()
    {
        var result = await ChangeAsync(Reply.Reset, Unchanged, Unchanged);

        Assert.Equal((MimCmError.UnexpectedStatus, "PUT GET PUT"), (result.Failure!.Error, result.Calls));
    }

    [Fact]
    public async Task ChangeWithoutAResponseIsRetriedUpToTheMaximumAndThenUnknown()
    {
        var result = await ChangeAsync(
            options => options.MaximumRetryCount = 2, RequestStatusChange.Completed,
                [Reply.Reset, Unchanged, Reply.Status(502), Unchanged, Reply.Json("{"), Unchanged]);

        Assert.Equal((MimCmError.OutcomeUnknown, "PUT GET PUT GET PUT GET"), (result.Failure!.Error, result.Calls));
        Assert.Contains("3 time(s)", result.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("Approved", result.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithoutRetriesLostResponseIsReadBackOnceAndNotSentAgain(bool landed)
    {
        var result = await ChangeAsync(options => options.MaximumRetryCount = 0, RequestStatusChange.Completed, [Reply.Reset, landed ? Done : Unchanged]);

        Assert.Equal("PUT GET", result.Calls);
        Assert.Equal(landed ? null : MimCmError.OutcomeUnknown, result.Failure?.Error);
    }

    [Fact]
    public async Task OtherStatusThatIsNotFinalIsTreatedAsUnchanged()
    {
        var result = await ChangeAsync(Reply.Reset, Reply.Json(Bodies.Request(Bodies.Enroll, RequestStatus.Executing)), Done);

        Assert.Equal((RequestStatus.Completed, "PUT GET PUT"), (result.Request!.Status, result.Calls));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task BusyServerIsRetriedWithoutReadingBack(int code)
    {
        var result = await ChangeAsync(Reply.Status(code), Reply.Status(code), Reply.Status(code), Done);

        Assert.Equal((RequestStatus.Completed, "PUT PUT PUT PUT"), (result.Request!.Status, result.Calls));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task ServerThatStaysBusyIsBusy(int code)
    {
        var result = await ChangeAsync(Reply.Status(code), Reply.Status(code), Reply.Status(code), Reply.Status(code), Unchanged);

        Assert.Equal((MimCmError.ServerBusy, true, "PUT PUT PUT PUT GET"), (result.Failure!.Error, result.Failure.IsUnchanged, result.Calls));
    }

    [Fact]
    public async Task LostResponseWithALongRetryAfterIsNotWaitedFor()
    {
        var result = await ChangeAsync(Reply.Status(504, "", "Retry-After: 61"), Unchanged);

        Assert.Equal((MimCmError.OutcomeUnknown, "PUT GET"), (result.Failure!.Error, result.Calls));
    }

    [Fact]
    public async Task ChangeThatWasNotSentIsNotReadBack()
    {
        var server = ScriptedServer.Start();
        using var client = server.Client();
        await server.DisposeAsync();
        var exchanges = new List<HttpExchange>();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.WithExchangeObserver(exchanges.Add).SetRequestStatusAsync(Bodies.Enroll,
            RequestStatusChange.Completed));

        Assert.Equal((MimCmError.ConnectionFailed, true), (failure.Error, failure.IsUnchanged));
        Assert.All(exchanges, exchange => Assert.Equal("PUT", exchange.Method));
        Assert.Equal(4, exchanges.Count(exchange => exchange.RetryIn is null));
    }

    [FactNotOnMono(Mono.HangsConnecting)]
    public async Task ChangeThatTimesOutBeforeItIsSentIsATimeoutAndUnchanged()
    {
        using var server = new FullServer();
        var clock = new ManualClock();
        using var client = MimCmClient.Create(
            Mono.LendIdentity(new MimCmClientOptions { Address = server.Address, NoProxy = true, TimeProvider = clock }));
        var exchanges = new List<HttpExchange>();

        var change = client.WithExchangeObserver(exchanges.Add).SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);
        var failure = await Assert.ThrowsAsync<MimCmException>(() => clock.PassUntilAsync(change));

        Assert.Equal(MimCmError.Timeout, failure.Error);
        Assert.Equal("PUT", Assert.Single(exchanges).Method);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("end")]
    public async Task ChangeOnAReusedConnectionIsNotResentByTheRuntime(string loss)
    {
        await using var server = ScriptedServer.Start(Unchanged, Lose(loss), Done);
        using var client = server.Client();

        await client.GetRequestAsync(Bodies.Enroll);
        await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);

        Assert.Equal(["GET", "PUT", "GET"], server.Calls.Select(call => call.Method));
        Assert.Equal(server.Calls[0].Connection, server.Calls[1].Connection);
    }

    [Fact]
    public async Task ConcurrentChangesGetTheirOwnResponses()
    {
        await using var server = ScriptedServer.Always(call =>
            Reply.Json(Bodies.Request(Guid.Parse(call.Target.Split('/')[^1]), call.Method == "PUT" ? RequestStatus.Completed : RequestStatus.Approved))(call));
        using var client = server.Client();
        var ids = Enumerable.Range(1, 200).Select(Bodies.Id).ToArray();

        var requests = await Task.WhenAll(ids.Select(id => client.SetRequestStatusAsync(id, RequestStatusChange.Completed)));

        Assert.Equal(ids, requests.Select(request => request.Uuid));
        Assert.Equal(200, server.Calls.Count);
    }

    private static Func<ServerCall, Task> Lose(string loss) => loss switch
    {
        "reset" => Reply.Reset,
        "end" => Reply.Close,
        "empty" => Reply.Status(200),
        "cut" => Reply.Cut(Bodies.EnrollCompleted, 700),
        "cut and reset" => Reply.Cut(Bodies.EnrollCompleted, 700, call => call.Reset()),
        "page" => Reply.Status(200, "<html>Sign in</html>", "Content-Type: text/html"),
        "another request" => Reply.Json(Bodies.UnblockApproved),
        "not json" => Reply.Json("Completed"),
        "no id" => Reply.Json("{\"Status\":8}"),
        _ => Reply.Status(int.Parse(loss, null)),
    };

    private static Task<Result> ChangeAsync(params Func<ServerCall, Task>[] script) => ChangeAsync(RequestStatusChange.Completed, script);

    private static Task<Result> ChangeAsync(RequestStatusChange change, params Func<ServerCall, Task>[] script) => ChangeAsync(null, change, script);

    /// <summary>A change whose first response is incomplete and does not continue in time.</summary>
    private static async Task<Result> TimeOutAsync(bool isInBody, params Func<ServerCall, Task>[] script)
    {
        var clock = new ManualClock();
        await using var server = ScriptedServer.Start(script);
        using var client = server.Client(options => options.TimeProvider = clock);
        var hasHeaders = false;
        var changing = ChangeAsync(server, client.WithExchangeObserver(_ => hasHeaders = true), RequestStatusChange.Completed);

        await Eventually.TrueAsync(() => server.Calls is [{ IsClosed: true }] && hasHeaders == isInBody && clock.IsWaiting);
        clock.Advance(Eventually.Limit);
        await Eventually.TrueAsync(() => server.Calls.Count > 1);
        return await clock.PassUntilAsync(changing, Eventually.Limit);
    }

    private static async Task<Result> ChangeAsync(Action<MimCmClientOptions>? configure, RequestStatusChange change, Func<ServerCall, Task>[] script)
    {
        await using var server = ScriptedServer.Start(script);
        using var client = server.Client(configure);
        return await ChangeAsync(server, client, change);
    }

    private static async Task<Result> ChangeAsync(ScriptedServer server, MimCmClient client, RequestStatusChange change)
    {
        Request? request = null;
        MimCmException? failure = null;
        try
        {
            request = await client.SetRequestStatusAsync(Bodies.Enroll, change);
        }
        catch (MimCmException e)
        {
            failure = e;
        }

        return new Result(request, failure, string.Join(" ", server.Calls.Select(call => call.Method)));
    }

    private sealed record Result(Request? Request, MimCmException? Failure, string Calls);
}
