using MimCm.Journal;

namespace MimCm.Client.Tests;

/// <summary>The data of a change for the journal, and the information about the request in an error of a change.</summary>
public sealed class ChangeTraceTests
{
    private static readonly Func<ServerCall, Task> Unchanged = Reply.Json(Bodies.EnrollApproved);
    private static readonly Func<ServerCall, Task> Done = Reply.Json(Bodies.EnrollCompleted);

    [Fact]
    public async Task RequestInTheResponseIsRecordedAs200()
    {
        var (trace, readBack, _) = await ChangeAsync(Done);

        Assert.Equal((200, 0), (trace.StatusCode, readBack.Count));
    }

    [Fact]
    public async Task ResponseWithoutContentIsRecordedAs204AndReadBack()
    {
        var (trace, readBack, _) = await ChangeAsync(Reply.NoContent, Done);

        Assert.Equal(204, trace.StatusCode);
        Assert.Equal(RequestStatus.Completed, Assert.Single(readBack).Status);
    }

    [Fact]
    public async Task RefusalIsRecordedWithItsCode()
    {
        var (trace, readBack, failure) = await ChangeAsync(Reply.Status(409));

        Assert.Equal((409, 0, MimCmError.StateConflict), (trace.StatusCode, readBack.Count, failure?.Error));
    }

    [Fact]
    public async Task LostResponseHasNoCodeAndIsReadBack()
    {
        var (trace, readBack, _) = await ChangeAsync(Reply.Reset, Done);

        Assert.Null(trace.StatusCode);
        Assert.Equal(RequestStatus.Completed, Assert.Single(readBack).Status);
    }

    [Fact]
    public async Task CodeThatWasReceivedIsKeptWhenALaterResponseIsLost()
    {
        var (trace, _, failure) = await ChangeAsync(Reply.Status(503), Reply.Reset, Done);

        Assert.Equal((503, null), (trace.StatusCode, failure));
    }

    [Fact]
    public async Task RequestThatTheServerDoesNotKnowIsUnchanged()
    {
        var (_, _, failure) = await ChangeAsync(Reply.NoContent, Reply.NoContent);

        Assert.Equal((MimCmError.RequestNotFound, true), (failure!.Error, failure.IsUnchanged));
    }

    [Fact]
    public async Task RequestThatTheServerDoesNotKnowIsNotReadBackAgainAfterALostAttempt()
    {
        var (_, _, failure) = await ChangeAsync(Reply.Reset, Unchanged, Reply.NoContent, Reply.NoContent);

        Assert.Equal((MimCmError.RequestNotFound, true), (failure!.Error, failure.IsUnchanged));
    }

    [Fact]
    public async Task UnknownOutcomeIsCausedByTheFailureOfTheChangeAndNotOfTheReadBack()
    {
        var (_, _, failure) = await ChangeAsync(Reply.Reset, Reply.Status(403));

        Assert.Equal(MimCmError.OutcomeUnknown, failure!.Error);
        Assert.Equal(MimCmError.ConnectionFailed, Assert.IsType<MimCmException>(failure.InnerException).Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RefusalIsReadBackHoweverManyAttemptsWereLostBefore(int lost)
    {
        var attempts = Enumerable.Range(0, lost).SelectMany(_ => new[] { Reply.Reset, Unchanged });

        var (_, readBack, failure) = await ChangeAsync([.. attempts, Reply.Status(409), Done]);

        Assert.Null(failure);
        Assert.Equal(lost + 1, readBack.Count);
    }

    private static async Task<(ChangeTrace Trace, List<Request> ReadBack, MimCmException? Failure)> ChangeAsync(params Func<ServerCall, Task>[] script)
    {
        await using var server = ScriptedServer.Start(script);
        using var client = server.Client();
        var readBack = new List<Request>();
        var trace = new ChangeTrace { ReadBack = readBack.Add };
        MimCmException? failure = null;
        try
        {
            await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed, trace, default);
        }
        catch (MimCmException e)
        {
            failure = e;
        }

        Assert.Equal(script.Length, server.Calls.Count);
        return (trace, readBack, failure);
    }
}
