namespace MimCm.PowerShell.Names;

/// <summary>The names that a session has looked up, and the GUIDs for which there is none. An entry is looked up again after a while; until
/// then, and until the new name is there, the old one is shown.</summary>
internal sealed class NameCache(TimeProvider timeProvider)
{
    /// <summary>How many entries are kept: some 10 MB.</summary>
    public const int MaxCount = 100_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan NegativeLifetime = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>The name; null where none is known.</summary>
    public string? Find(Guid id)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out var entry) ? entry.Name : null;
    }

    /// <summary>Whether there is no need to look it up: it has a name, or was found to have none, a short time ago.</summary>
    public bool IsCurrent(Guid id)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out var entry) && IsCurrent(entry);
    }

    /// <summary>Keeps what was found out of a GUID.</summary>
    /// <param name="id">The GUID.</param>
    /// <param name="name">The name; null when it was not found.</param>
    public void Set(Guid id, string? name)
    {
        lock (_gate)
        {
            if (_entries.Count >= MaxCount && !_entries.ContainsKey(id))
                MakeRoom();

            _entries[id] = new Entry(name, timeProvider.GetTimestamp());
        }
    }

    /// <summary>The names that are known, in any order.</summary>
    public IReadOnlyList<KeyValuePair<Guid, string>> List()
    {
        lock (_gate)
            return [.. from pair in _entries where pair.Value.Name is not null select new KeyValuePair<Guid, string>(pair.Key, pair.Value.Name!)];
    }

    private void MakeRoom()
    {
        foreach (var id in _entries.Where(pair => !IsCurrent(pair.Value)).Select(pair => pair.Key).ToList())
            _entries.Remove(id);

        // None has expired: a list of more users than are kept. Those to come are no less wanted than those before.
        if (_entries.Count >= MaxCount)
            _entries.Clear();
    }

    private bool IsCurrent(Entry entry) => timeProvider.GetElapsedTime(entry.Since) < (entry.Name is null ? NegativeLifetime : Lifetime);

    private readonly struct Entry(string? name, long since)
    {
        public string? Name { get; } = name;

        public long Since { get; } = since;
    }
}
