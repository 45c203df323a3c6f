using System.Text;
using MimCm.Journal;
using MimCm.Journal.Storage;

namespace MimCm.Client.Tests.Journal;

/// <summary>Files that are truncated, damaged, replaced, or not a journal.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FileIsReadUpToItsLastCompleteLine()
    {
        var whole = await WriteAsync(3);
        for (var length = 0; length <= whole.Length; length++)
        {
            _folder.Bytes = whole[..length];
            _folder.Warnings.Clear();

            // A line without its line feed is complete.
            var lines = whole[..length].Count(value => value == '\n') + (length < whole.Length && whole[length] == '\n' ? 1 : 0);
            var isTorn = length > 0 && whole[length - 1] != '\n' && whole[length] != '\n';
            using (var journal = await _folder.OpenAsync())
            {
                Assert.Equal(isTorn ? 1 : 0, _folder.Warnings.Count);
                for (var n = 1; n <= 3; n++)
                {
                    Assert.Equal(lines >= 2 * n ? JournalPhase.Changed : lines == (2 * n) - 1 ? JournalPhase.InFlight : JournalPhase.NotBegun,
                        journal.GetPhase(Key(n)));
                }
            }

            Assert.Equal(whole[..length], _folder.Bytes);
            Assert.Equal((lines + 1) / 2, (await _folder.ReadAsync()).Count);
        }
    }

    [Fact]
    public async Task AppendingToATruncatedFileMakesItValid()
    {
        var whole = await WriteAsync(2);
        foreach (var length in new[] { whole.Length - 1, whole.Length - 2, whole.Length - 100, 5, 0 })
        {
            _folder.Bytes = whole[..length];

            await WriteAsync(1, first: 9);

            Assert.Equal(["sending", "changed"], _folder.Events[^2..]);
            Assert.Equal(Bodies.Id(9), _folder.Lines[^1].GetProperty("id").GetGuid());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public async Task ZeroBytesAtTheEndAreIgnored(int count)
    {
        var whole = await WriteAsync(2);
        _folder.Bytes = [.. whole, .. new byte[count]];

        await WriteAsync(1, first: 9);

        Assert.Single(_folder.Warnings);
        Assert.Equal(6, _folder.Events.Length);
    }

    [Fact]
    public async Task ZeroBytesBetweenLinesAreIgnored()
    {
        var whole = await WriteAsync(2);
        _folder.Bytes = [.. whole, .. new byte[700], .. whole[Array.IndexOf(whole, (byte)'\n')..]];

        using var journal = await _folder.OpenAsync();

        Assert.Single(_folder.Warnings);
        Assert.Equal(JournalPhase.Changed, journal.GetPhase(Key(2)));
    }

    [Theory]
    [InlineData("a sentence")]
    [InlineData("a sentence\n")]
    [InlineData("{}\n")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":1,\"name\":\"settings\"}")]
    [InlineData("{\"version\":1,\"time\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"version\":1,\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"deploy\",\"status\":\"ok\"}\n")]
    [InlineData("[{\"version\":1}]")]
    [InlineData("\0\0\0\0")]
    [InlineData("Uuid,Status\n0c96d73f-967b-420e-854a-43ad2a1504bc,Canceled\n")]
    [InlineData("\n\n \nsecret=1")]
    public async Task FileThatIsNotAJournalIsRejectedAndNotChanged(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        await AssertRefusedAsync(bytes);
        await AssertRefusedAsync([0xEF, 0xBB, 0xBF, .. bytes]);
        await AssertRefusedAsync(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(content)).ToArray());
    }

    [Fact]
    public async Task FileWithoutLineFeedsIsNotReadIntoMemory()
    {
        await AssertRefusedAsync([.. Enumerable.Repeat((byte)'x', JournalLineReader.MaxLineLength + 100_000)]);
        await AssertRefusedAsync(Encoding.UTF8.GetBytes("{\"version\":1,\"time\":\"" + new string('x', JournalLineReader.MaxLineLength + 100_000)));
    }

    [Fact]
    public async Task DamagedLineIsReportedAndNothingIsChanged()
    {
        var whole = await WriteAsync(3);
        var lines = Encoding.UTF8.GetString(whole).Split('\n');
        lines[2] = lines[2][..50];
        var failure = await AssertRefusedAsync(Encoding.UTF8.GetBytes(string.Join("\n", lines)));

        Assert.Contains("3", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await _folder.ReadAsync()).Count);
    }

    [Fact]
    public async Task NewerVersionIsRejected()
    {
        var whole = Encoding.UTF8.GetString(await WriteAsync(1));

        await AssertRefusedAsync(Encoding.UTF8.GetBytes(whole.Replace("\"version\":1", "\"version\":2")));
    }

    [Fact]
    public async Task UnknownPropertiesAndEventsAreIgnored()
    {
        var whole = Encoding.UTF8.GetString(await WriteAsync(1)).TrimEnd('\n').Split('\n');
        var note = whole[0].Replace("\"sending\"", "\"note\"").Replace("\"version\":1,", "\"version\":1,\"mood\":{\"a\":[1]},");
        _folder.Bytes = Encoding.UTF8.GetBytes(string.Join("\n", whole[0], note, whole[1], note, ""));

        using var journal = await _folder.OpenAsync();

        Assert.Equal(JournalPhase.Changed, journal.GetPhase(Key(1)));
        Assert.Equal(JournalOutcome.Changed, Assert.Single(await _folder.ReadAsync()).Outcome);
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\uFEFF")]
    [InlineData("\n\n", "\uFEFF")]
    public async Task FileSavedByAnEditorIsRead(string newLine, string mark)
    {
        var text = Encoding.UTF8.GetString(await WriteAsync(2));
        _folder.Bytes = Encoding.UTF8.GetBytes(mark + text.Replace("\n", newLine) + mark);

        await WriteAsync(1, first: 3);

        using var journal = await _folder.OpenAsync();
        Assert.All(Enumerable.Range(1, 3), n => Assert.Equal(JournalPhase.Changed, journal.GetPhase(Key(n))));
        Assert.Equal(3, (await _folder.ReadAsync()).Count);
        Assert.Empty(_folder.Warnings);
    }

    [Fact]
    public async Task SecondWriterIsRejectedUntilTheFirstHasEnded()
    {
        using (await _folder.OpenAsync())
        {
            var failure = await Assert.ThrowsAsync<MimCmException>(() => _folder.OpenAsync());
            Assert.Equal(MimCmError.JournalInUse, failure.Error);
        }

        using (await _folder.OpenAsync())
        {
        }

        Assert.Equal([_folder.Path], Directory.GetFiles(Path.GetDirectoryName(_folder.Path)!));
    }

    [Fact]
    public async Task OnlyOneOfManyConcurrentWritersOpensTheJournal()
    {
        for (var round = 0; round < 50; round++)
        {
            var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                try
                {
                    return await _folder.OpenAsync();
                }
                catch (MimCmException e) when (e.Error == MimCmError.JournalInUse)
                {
                    return null;
                }
            })));

            var journal = Assert.Single(opened, one => one is not null);
            journal!.Dispose();
        }
    }

    [Fact]
    public async Task JournalCanBeReadWhileItIsWritten()
    {
        await using var server = ScriptedServer.Start(Reply.Json(Bodies.EnrollCompleted));
        using var client = server.Client();
        using var journal = await _folder.OpenAsync();
        await journal.ExecuteAsync(new JournaledStatusChange(client, Bodies.Enroll, RequestStatusChange.Completed, known: null), CancellationToken.None);
        await journal.CompleteAsync();

        Assert.Equal(JournalOutcome.Changed, Assert.Single(await _folder.ReadAsync()).Outcome);
    }

    [TheoryNotOnMono(Mono.GuardsOpenFiles)]
    [InlineData("deleted")]
    [InlineData("replaced")]
    [InlineData("appended to")]
    [InlineData("cut")]
    public async Task FileChangedByAnotherProgramEndsTheRunBeforeTheNextCall(string how)
    {
        if (Path.DirectorySeparatorChar == '\\')
            return; // Windows lets nobody touch an open journal.

        await using var server = ScriptedServer.Always(call => Reply.Json(Bodies.Request(Guid.Parse(call.Target[^36..]), RequestStatus.Completed))(call));
        using var client = server.Client();
        using var journal = await _folder.OpenAsync();
        await ChangeAsync(journal, client, 1);
        await journal.CompleteAsync();
        switch (how)
        {
            case "deleted":
                File.Delete(_folder.Path);
                break;
            case "replaced":
                File.Move(_folder.Path, _folder.Path + ".1");
                File.WriteAllText(_folder.Path, "new");
                break;
            case "appended to":
                File.AppendAllText(_folder.Path, "a line\n");
                break;
            case "cut":
                using (var file = new FileStream(_folder.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    file.SetLength(10);
                break;
        }

        var failure = await Assert.ThrowsAsync<MimCmException>(() => ChangeAsync(journal, client, 2));
        var later = await Assert.ThrowsAsync<MimCmException>(() => ChangeAsync(journal, client, 3));

        Assert.Equal((MimCmError.JournalFailed, MimCmError.JournalFailed), (failure.Error, later.Error));
        Assert.True(failure.IsUnchanged);
        Assert.Single(server.Calls);
        if (how == "appended to")
            Assert.EndsWith("a line\n", Encoding.UTF8.GetString(_folder.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFolderIsAFailureOfTheJournal()
    {
        var path = Path.Combine(Path.GetDirectoryName(_folder.Path)!, "none", "changes.jsonl");
        foreach (var bad in new[] { path, Path.GetDirectoryName(_folder.Path)! })
        {
            var failure = await Assert.ThrowsAsync<MimCmException>(() => ChangeJournal.OpenAsync(bad, new ChangeJournalOptions(), CancellationToken.None));
            Assert.Equal(MimCmError.JournalFailed, failure.Error);
        }
    }

    private static Task<Request> ChangeAsync(ChangeJournal journal, MimCmClient client, int n) =>
        journal.ExecuteAsync(new JournaledStatusChange(client, Bodies.Id(n), RequestStatusChange.Completed, known: null), CancellationToken.None);

    private async Task<MimCmException> AssertRefusedAsync(byte[] content)
    {
        _folder.Bytes = content;
        File.SetLastWriteTimeUtc(_folder.Path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var failure = await Assert.ThrowsAsync<MimCmException>(() => _folder.OpenAsync());

        Assert.Equal(MimCmError.JournalInvalid, failure.Error);
        Assert.Equal(content, _folder.Bytes);
        Assert.Equal(2020, File.GetLastWriteTimeUtc(_folder.Path).Year);
        return failure;
    }

    private static JournalKey Key(int n) => JournalKey.ForStatusChange(TestServer, Bodies.Id(n), RequestStatusChange.Completed);

    private static readonly Uri TestServer = new("https://cm.contoso.com/CertificateManagement/api/v1.0/");

    /// <summary>Writes a journal of successful changes.</summary>
    private async Task<byte[]> WriteAsync(int count, int first = 1)
    {
        using (var journal = await _folder.OpenAsync())
        {
            for (var n = first; n < first + count; n++)
                await journal.ExecuteAsync(new MadeChange(n), CancellationToken.None);
        }

        return _folder.Bytes;
    }

    private sealed class MadeChange : JournaledChange
    {
        private readonly Guid _id;

        public MadeChange(int n) => Id = _id = Bodies.Id(n);

        public override JournalKey Key => JournalKey.ForStatusChange(TestServer, _id, RequestStatusChange.Completed);

        public override Uri Server => TestServer;

        public override Task<Request> SendAsync(ChangeTrace trace, CancellationToken cancellationToken) =>
            Task.FromResult(new Request { Uuid = _id, Status = RequestStatus.Completed });

        public override Task<Request> ReadAsync(Guid id, CancellationToken cancellationToken) => SendAsync(new ChangeTrace(), cancellationToken);

        public override async Task<Request?> FindAsync(DateTime sent, CancellationToken cancellationToken) =>
            await SendAsync(new ChangeTrace(), cancellationToken);

        public override bool IsAsRequested(Request request) => true;
    }
}
