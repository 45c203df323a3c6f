namespace MimCm.PowerShell.Names;

/// <summary>The names that a session has looked up, and the GUIDs without a name. An entry expires and is then looked up again. The old name is used
/// until the new one is known.</summary>
internal sealed class NameCache(TimeProvider timeProvider)
{
    /// <summary>The maximum number of entries, which need about 10 MB.</summary>
    public const int MaxCount = 100_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan NegativeLifetime = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>Returns the name; null if none is known.</summary>
    public string? Find(Guid id)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out var entry) ? entry.Name : null;
    }

    /// <summary>Returns whether a lookup is not needed, because the entry has not expired: the GUID has a name, or is known to have none.</summary>
    public bool IsCurrent(Guid id)
    {
        lock (_gate)
            return _entries.TryGetValue(id, out var entry) && IsCurrent(entry);
    }

    /// <summary>Stores the result of a lookup.</summary>
    /// <param name="id">The GUID.</param>
    /// <param name="name">The name; null if it was not found.</param>
    public void Set(Guid id, string? name)
    {
        lock (_gate)
        {
            if (_entries.Count >= MaxCount && !_entries.ContainsKey(id))
                MakeRoom();

            _entries[id] = new Entry(name, timeProvider.GetTimestamp());
        }
    }

    /// <summary>Returns the known names, in any order.</summary>
    public IReadOnlyList<KeyValuePair<Guid, string>> List()
    {
        lock (_gate)
            return [.. from pair in _entries where pair.Value.Name is not null select new KeyValuePair<Guid, string>(pair.Key, pair.Value.Name!)];
    }

    private void MakeRoom()
    {
        foreach (var id in _entries.Where(pair => !IsCurrent(pair.Value)).Select(pair => pair.Key).ToList())
            _entries.Remove(id);

        // No entry has expired: the list has more users than the cache can hold. The oldest entries are as likely to be needed as the new ones.
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
