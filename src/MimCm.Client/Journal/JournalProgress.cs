using MimCm.Journal.Storage;

namespace MimCm.Journal;

/// <summary>Keeps the phase of each change in a journal. The memory depends on the number of changes, not on the number of lines.</summary>
internal sealed class JournalProgress
{
    private readonly Dictionary<JournalKey, (JournalPhase Phase, Guid? Id, DateTime Sent)> _changes = [];
    private readonly StringPool _strings = new();

    /// <summary>The number of changes.</summary>
    public int Count => _changes.Count;

    /// <summary>The servers in the journal.</summary>
    public HashSet<string> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>Returns the phase of a change, the id of its request if known, and for a change in flight the time at which it was first sent (UTC,
    /// by the clock of the computer that sent it).</summary>
    public (JournalPhase Phase, Guid? Id, DateTime Sent) this[JournalKey key] => _changes.TryGetValue(key, out var found) ? found : default;

    /// <summary>Processes a line. The phase of a change follows from its last line other than <c>found</c>.</summary>
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
