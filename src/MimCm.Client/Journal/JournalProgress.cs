using MimCm.Journal.Storage;

namespace MimCm.Journal;

/// <summary>How far each change of a journal has come. Needs memory for each change, not for each line.</summary>
internal sealed class JournalProgress
{
    private readonly Dictionary<JournalKey, (JournalPhase Phase, Guid? Id, DateTime Sent)> _changes = [];
    private readonly StringPool _strings = new();

    /// <summary>The number of changes.</summary>
    public int Count => _changes.Count;

    /// <summary>The servers that the journal names.</summary>
    public HashSet<string> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>How far a change has come, the id of its request where that is known, and when a change that is in flight was first sent
    /// (UTC, by the clock of the computer that sent it).</summary>
    public (JournalPhase Phase, Guid? Id, DateTime Sent) this[JournalKey key] => _changes.TryGetValue(key, out var found) ? found : default;

    /// <summary>Takes a line into account. The last line of a change that is not <c>found</c> tells its phase.</summary>
    public void Apply(JournalLine line)
    {
        JournalPhase? phase = line.Event switch
        {
            JournalEvent.Sending or JournalEvent.Unknown => JournalPhase.InFlight,
            JournalEvent.Changed => JournalPhase.Changed,
            JournalEvent.Refused or JournalEvent.Failed => JournalPhase.NotChanged,
            _ => null,
        };
        if (phase is null || JournalKey.Of(line, _strings) is not { } key)
            return;

        Servers.Add(key.Server);
        var sent = _changes.TryGetValue(key, out var before) && before.Phase == JournalPhase.InFlight ? before.Sent : line.Time;
        _changes[key] = (phase.Value, line.Id, sent);
    }
}
