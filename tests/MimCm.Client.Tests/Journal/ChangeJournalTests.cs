using System.Text.Json;
using MimCm.Journal;

namespace MimCm.Client.Tests.Journal;

/// <summary>The lines that are written for a change, and when.</summary>
public sealed class ChangeJournalTests : IDisposable
{
    private static readonly Func<ServerCall, Task> Completed = Reply.Json(Bodies.EnrollCompleted);

    private readonly JournalFolder _folder = new();

    private static int ProcessId
    {
        get
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.Id;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SendingIsInTheFileWhenTheCallArrives()
    {
        string[]? seen = null;
        await using var server = ScriptedServer.Start(call =>
        {
            seen = _folder.Events;
            return Completed(call);
        });
        using var client = server.Client();

        await _folder.ChangeAsync(client, Bodies.Enroll);

        Assert.Equal(["sending"], seen!);
        Assert.Equal(["sending", "changed"], _folder.Events);
    }

    [Fact]
    public async Task EachLineHasAccountChangeRequestServerAndReason()
    {
        await using var server = ScriptedServer.Start(Completed);
        using var client = server.Client();
        var known = await ReadEnrollAsync();
        using (var journal = await _folder.OpenAsync("CHG0012"))
        {
            var change = new JournaledStatusChange(client, Bodies.Enroll, RequestStatusChange.Completed, known) { User = "CONTOSO\\svc-müller" };
            await journal.ExecuteAsync(change, CancellationToken.None);
        }

        Assert.All(_folder.Lines, line =>
        {
            Assert.Equal(1, line.GetProperty("version").GetInt32());
            Assert.EndsWith("Z", line.GetProperty("time").GetString(), StringComparison.Ordinal);
            Assert.InRange(line.GetProperty("time").GetDateTime(), DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
            Assert.Equal(Bodies.Enroll, line.GetProperty("id").GetGuid());
            Assert.Equal("Completed", line.GetProperty("change").GetString());
            Assert.Equal(client.BaseAddress.AbsoluteUri, line.GetProperty("server").GetString());
            Assert.Equal("CONTOSO\\svc-müller", line.GetProperty("user").GetString());
            Assert.Equal(Environment.MachineName, line.GetProperty("host").GetString());
            Assert.Equal(ProcessId, line.GetProperty("process").GetInt32());
            Assert.Equal("CHG0012", line.GetProperty("reason").GetString());
            Assert.Equal(known.RequestType.ToString(), line.GetProperty("type").GetString());
            Assert.Equal(known.ProfileTemplateUuid, line.GetProperty("template").GetGuid());
            Assert.Equal(known.TargetUserUuid, line.GetProperty("target").GetGuid());
            Assert.Equal("Approved", line.GetProperty("statusBefore").GetString());
        });
        Assert.Single(_folder.Lines.Select(line => line.GetProperty("run").GetGuid()).Distinct());
        Assert.Equal("Completed", _folder.Lines[1].GetProperty("status").GetString());
        Assert.True(_folder.Lines[1].GetProperty("milliseconds").GetInt64() >= 0);
    }

    [Theory]
    [InlineData(403, "refused", "CmForbidden", JournalOutcome.Refused)]
    [InlineData(401, "refused", "CmUnauthorized", JournalOutcome.Refused)]
    [InlineData(404, "refused", "CmRequestNotFound", JournalOutcome.Refused)]
    [InlineData(409, "refused", "CmStateConflict", JournalOutcome.Refused)]
    [InlineData(400, "refused", "CmBadRequest", JournalOutcome.Refused)]
    public async Task RefusalIsWrittenWithStatusCodeErrorIdAndMessage(int code, string name, string error, JournalOutcome outcome)
    {
        await using var server = ScriptedServer.Start(
            Reply.Status(code, "{\"Message\":\"Correlation 6f9619ff-8b86-d011-b42d-00c04fc964ff: no\\u001b[31m way\"}"));
        using var client = server.Client();

        await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));

        var line = _folder.Lines[1];
        Assert.Equal((name, code, error),
            (line.GetProperty("event").GetString(), line.GetProperty("httpStatus").GetInt32(), line.GetProperty("error").GetString()));
        Assert.Contains("way", line.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', line.GetProperty("message").GetString()!);
        Assert.Equal("6f9619ff-8b86-d011-b42d-00c04fc964ff", line.GetProperty("correlationId").GetString());
        var entry = Assert.Single(await _folder.ReadAsync());
        Assert.Equal((Bodies.Enroll, "Completed", outcome, error), (entry.Id, entry.Change, entry.Outcome, entry.Error));
    }

    [Fact]
    public async Task UndeterminedOutcomeIsUnknown()
    {
        await using var server = ScriptedServer.Always(Reply.Reset);
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));

        Assert.Equal(MimCmError.OutcomeUnknown, failure.Error);
        Assert.Equal(["sending", "unknown"], _folder.Events);
        Assert.Equal(JournalOutcome.Unknown, Assert.Single(await _folder.ReadAsync()).Outcome);
    }

    [Fact]
    public async Task StoppedChangeIsInFlight()
    {
        using var stop = new CancellationTokenSource();
        await using var server = ScriptedServer.Start(call =>
        {
            stop.Cancel();
            return Reply.Silence(call);
        });
        using var client = server.Client();
        using (var journal = await _folder.OpenAsync())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => journal.ExecuteAsync(new JournaledStatusChange(client, Bodies.Enroll, RequestStatusChange.Completed, known: null), stop.Token));
        }

        Assert.Equal(["sending"], _folder.Events);
        Assert.Equal(JournalOutcome.InFlight, Assert.Single(await _folder.ReadAsync()).Outcome);
    }

    [Fact]
    public async Task CallsInFlightShareAFlush()
    {
        await using var server = ScriptedServer.Always(call => Reply.Json(Bodies.Request(Guid.Parse(call.Target[^36..]), RequestStatus.Completed))(call));
        using var client = server.Client();
        using var journal = await _folder.OpenAsync();

        await Task.WhenAll(Enumerable.Range(1, 200).Select(n =>
            journal.ExecuteAsync(new JournaledStatusChange(client, Bodies.Id(n), RequestStatusChange.Completed, known: null), CancellationToken.None)));
        await journal.CompleteAsync();

        Assert.Equal(400, _folder.Events.Length);
        Assert.InRange(journal.FlushCount, 1, 150);
    }

    [Fact]
    public async Task FileIsAsciiThatWindowsPowerShellCanRead()
    {
        await using var server = ScriptedServer.Start(Reply.Status(403, "{\"Message\":\"Zugriff verweigert für Müller \\u202e\"}"));
        using var client = server.Client();

        await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll, reason: "Änderung\u202e\u001b[2J\r\n{}"));

        Assert.All(_folder.Bytes, value => Assert.True(value is (byte)'\n' or (>= 0x20 and < 0x7f)));
        Assert.Equal("Änderung\u202e\u001b[2J\r\n{}", _folder.Lines[0].GetProperty("reason").GetString());
    }

#if NET
    [Fact]
    public async Task FileIsReadableByItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
            return;

        await using var server = ScriptedServer.Start(Completed);
        using var client = server.Client();

        await _folder.ChangeAsync(client, Bodies.Enroll);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Path));
    }
#endif

    [Fact]
    public async Task JournalContainsNoSecret()
    {
        const string Token = "eyJhbGciOiJub25lIn0.c2VjcmV0.c2lnbmF0dXJl";
        await using var server = ScriptedServer.Start(Reply.Status(403, $"{{\"Message\":\"Authorization: Bearer {Token} is not enough\"}}"),
            Reply.Status(500, "<html>"), Reply.Status(403));
        using var client = server.Client(options =>
        {
            options.AccessToken = (_, _) => Task.FromResult<System.Security.SecureString?>(new System.Net.NetworkCredential("", Token).SecurePassword);
            options.AllowUnencryptedAuthentication = true;
            options.MaximumRetryCount = 0;
        });

        await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));
        await Assert.ThrowsAsync<MimCmException>(() => _folder.ChangeAsync(client, Bodies.Enroll));

        Assert.Contains(Token, server.Calls[0].Head, StringComparison.Ordinal);
        Assert.DoesNotContain(Token[..20], System.Text.Encoding.UTF8.GetString(_folder.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClockThatIsSetBackHasNoEffect()
    {
        var clock = new ManualTime(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var server = ScriptedServer.Start(
            call =>
            {
                clock.Now -= TimeSpan.FromHours(1);
                return Completed(call);
            },
            Completed);
        using var client = server.Client();
        using (var journal = await _folder.OpenAsync(time: clock))
            await journal.ExecuteAsync(new JournaledStatusChange(client, Bodies.Enroll, RequestStatusChange.Completed, known: null), CancellationToken.None);

        await _folder.ChangeAsync(client, Bodies.Enroll);

        var entry = Assert.Single(await _folder.ReadAsync());
        Assert.Equal(JournalOutcome.Changed, entry.Outcome);
        Assert.True(entry.Ended < entry.Started);
        Assert.True(entry.Duration >= TimeSpan.Zero && entry.Age >= TimeSpan.Zero);
        Assert.Equal(["PUT", "GET"], server.Calls.Select(call => call.Method));
    }

    private static async Task<Request> ReadEnrollAsync()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();
        return await client.GetRequestAsync(Bodies.Enroll);
    }

    private sealed class ManualTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
