using MimCm.Journal;

namespace MimCm.Client.Tests.Journal;

/// <summary>The same change with the same journal in a later run.</summary>
public sealed class JournalResumeTests : IDisposable
{
    private static readonly Func<ServerCall, Task> Approved = Reply.Json(Bodies.EnrollApproved);
    private static readonly Func<ServerCall, Task> Completed = Reply.Json(Bodies.EnrollCompleted);

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ChangedRequestIsReadAndNotSentAgain()
    {
        await using var server = ScriptedServer.Start(Completed, Completed);
        using var client = server.Client();

        await _folder.ChangeAsync(client, Bodies.Enroll);
        var again = await _folder.ChangeAsync(client, Bodies.Enroll);

        Assert.Equal(RequestStatus.Completed, again.Status);
        Assert.Equal(["PUT", "GET"], server.Calls.Select(call => call.Method));
        Assert.Equal(["sending", "changed"], _folder.Events);
    }

    [Fact]
    public async Task ChangedRequestWithAnotherStatusIsUnexpected()
    {
        await using var server = ScriptedServer.Start(Completed, Approved);
        using var client = server.Client();

        await _folder.ChangeAsync(client, Bodies.Enroll);
        var failure = await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));

        Assert.Equal((MimCmError.UnexpectedStatus, RequestStatus.Approved), (failure.Error, failure.Request!.Status));
        Assert.Equal(["PUT", "GET"], server.Calls.Select(call => call.Method));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(409)]
    public async Task RefusedChangeIsSentAgain(int code)
    {
        await using var server = ScriptedServer.Start(Reply.Status(code), Completed);
        using var client = server.Client();

        await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));
        await _folder.ChangeAsync(client, Bodies.Enroll);

        Assert.Equal(["PUT", "PUT"], server.Calls.Select(call => call.Method));
        Assert.Equal(2, (await _folder.ReadAsync()).Count);
    }

    [Fact]
    public async Task ChangeInFlightThatTookEffectIsNotSentAgain()
    {
        await using var server = ScriptedServer.Start(Completed);
        using var client = server.Client();
        await WriteInFlightAsync(client);

        await _folder.ChangeAsync(client, Bodies.Enroll);

        Assert.Equal(["GET"], server.Calls.Select(call => call.Method));
        Assert.Equal(["sending", "found", "changed"], _folder.Events);
        var entry = Assert.Single(await _folder.ReadAsync());
        Assert.Equal((JournalOutcome.Changed, RequestStatus.Completed), (entry.Outcome, entry.Status));
    }

    [Fact]
    public async Task ChangeInFlightThatTookNoEffectIsSentAgain()
    {
        await using var server = ScriptedServer.Start(Approved, Completed);
        using var client = server.Client();
        await WriteInFlightAsync(client);

        await _folder.ChangeAsync(client, Bodies.Enroll);

        Assert.Equal(["GET", "PUT"], server.Calls.Select(call => call.Method));
        Assert.Equal(["sending", "found", "sending", "changed"], _folder.Events);
        Assert.Equal([JournalOutcome.Failed, JournalOutcome.Changed], (await _folder.ReadAsync()).Select(entry => entry.Outcome));
    }

    [Fact]
    public async Task ChangeInFlightThatCannotBeReadIsUnknownAndNotSent()
    {
        await using var server = ScriptedServer.Start(Reply.Status(403), Completed);
        using var client = server.Client();
        await WriteInFlightAsync(client);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));
        Assert.Equal(MimCmError.OutcomeUnknown, failure.Error);
        Assert.Equal(["sending", "unknown"], _folder.Events);

        // The next run determines the outcome.
        await _folder.ChangeAsync(client, Bodies.Enroll);
        Assert.Equal(["GET", "GET"], server.Calls.Select(call => call.Method));
        Assert.Equal([JournalOutcome.Unknown, JournalOutcome.Changed], (await _folder.ReadAsync()).Select(entry => entry.Outcome));
    }

    [Fact]
    public async Task ChangeInFlightOfAMissingRequestIsRefused()
    {
        await using var server = ScriptedServer.Start(Reply.NoContent);
        using var client = server.Client();
        await WriteInFlightAsync(client);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));

        Assert.Equal(MimCmError.RequestNotFound, failure.Error);
        Assert.Equal(JournalOutcome.Refused, Assert.Single(await _folder.ReadAsync()).Outcome);
    }

    [Fact]
    public async Task OtherChangeOfTheSameRequestIsSent()
    {
        await using var server = ScriptedServer.Start(Completed, Reply.Json(Bodies.Request(Bodies.Enroll, RequestStatus.Canceled)));
        using var client = server.Client();

        await _folder.ChangeAsync(client, Bodies.Enroll);
        await _folder.ChangeAsync(client, Bodies.Enroll, RequestStatusChange.Canceled);

        Assert.Equal(["PUT", "PUT"], server.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task SameChangeSpecifiedTwiceIsSentOnce()
    {
        await using var server = ScriptedServer.Start(Completed, Completed, Completed);
        using var client = server.Client();
        using var journal = await _folder.OpenAsync();

        var requests = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            journal.ExecuteAsync(new JournaledStatusChange(client, Bodies.Enroll, RequestStatusChange.Completed, known: null), CancellationToken.None)));

        Assert.All(requests, request => Assert.Equal(RequestStatus.Completed, request.Status));
        Assert.Equal(["PUT", "GET", "GET"], server.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task ChangesOnAnotherServerAreIgnored()
    {
        await using var first = ScriptedServer.Start(Completed);
        await using var second = ScriptedServer.Start(Completed);
        using var firstClient = first.Client();
        using var secondClient = second.Client();

        await _folder.ChangeAsync(firstClient, Bodies.Enroll);
        await _folder.ChangeAsync(secondClient, Bodies.Enroll);

        Assert.Equal(["PUT"], second.Calls.Select(call => call.Method));
        Assert.Equal(2, (await _folder.ReadAsync()).Select(entry => entry.Server).Distinct().Count());
    }

    [Fact]
    public async Task ServerIsComparedWithoutCase()
    {
        await using var server = ScriptedServer.Start(Completed, Completed);
        using var client = server.Client();
        using var upper = server.Client(options => options.Address = new Uri(client.BaseAddress.AbsoluteUri.Replace("api/v1.0", "API/V1.0")));

        await _folder.ChangeAsync(client, Bodies.Enroll);
        await _folder.ChangeAsync(upper, Bodies.Enroll);

        Assert.Equal(["PUT", "GET"], server.Calls.Select(call => call.Method));
    }

    private async Task WriteInFlightAsync(MimCmClient client)
    {
        using var stop = new CancellationTokenSource();
        using var journal = await _folder.OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => journal.ExecuteAsync(new KilledChange(client, stop) { Id = Bodies.Enroll }, stop.Token));
    }

    /// <summary>A change whose process ends when the event sending is on disk.</summary>
    private sealed class KilledChange(MimCmClient client, CancellationTokenSource stop) : JournaledChange
    {
        public override JournalKey Key => JournalKey.ForStatusChange(client.BaseAddress, Id!.Value, RequestStatusChange.Completed);

        public override Uri Server => client.BaseAddress;

        public override Task<Request> SendAsync(ChangeTrace trace, CancellationToken cancellationToken)
        {
            stop.Cancel();
            return Task.FromCanceled<Request>(stop.Token);
        }

        public override Task<Request> ReadAsync(Guid id, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public override Task<Request?> FindAsync(DateTime sent, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public override bool IsAsRequested(Request request) => false;
    }
}
