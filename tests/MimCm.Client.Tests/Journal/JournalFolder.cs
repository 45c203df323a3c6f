using System.Text.Json;
using MimCm.Journal;

namespace MimCm.Client.Tests.Journal;

/// <summary>A separate folder for the journal of a test.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetTempPath(),
        $"mimcm-journal-{Guid.NewGuid():N}")).FullName;

    public string Path => System.IO.Path.Combine(_folder, "changes.jsonl");

    /// <summary>The warnings of the journals that were opened.</summary>
    public List<string> Warnings { get; } = [];

    public byte[] Bytes
    {
        get => ReadShared();
        set => File.WriteAllBytes(Path, value);
    }

    /// <summary>The lines, parsed by the JSON parser of the platform and not by the reader under test.</summary>
    public JsonElement[] Lines =>
    [
        .. System.Text.Encoding.UTF8.GetString(Bytes).Split('\n').Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement),
    ];

    /// <summary>The events with their ids, in order.</summary>
    public string[] Events => [.. Lines.Select(line => line.GetProperty("event").GetString()!)];

    public Task<ChangeJournal> OpenAsync(string? reason = null, TimeProvider? time = null) =>
        ChangeJournal.OpenAsync(Path, new ChangeJournalOptions { Reason = reason, Time = time ?? TimeProvider.System, Warn = Warnings.Add },
            CancellationToken.None);

    /// <summary>Opens the journal, changes one request, and closes it.</summary>
    public async Task<Request> ChangeAsync(MimCmClient client, Guid id, RequestStatusChange change = RequestStatusChange.Completed, string? reason = null)
    {
        using var journal = await OpenAsync(reason);
        var request = await journal.ExecuteAsync(new JournaledStatusChange(client, id, change, known: null), CancellationToken.None);
        await journal.CompleteAsync();
        return request;
    }

    public async Task<List<JournalEntry>> ReadAsync()
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in new JournalReader(Path).ReadAsync())
            entries.Add(entry);

        return entries;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private byte[] ReadShared()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
