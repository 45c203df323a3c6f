namespace MimCm.PowerShell.Output;

/// <summary>Returns a unique name for each id. If two ids have the same name, the id is appended.</summary>
internal sealed class UniqueNames
{
    private readonly Dictionary<Guid, string> _names = [];

    /// <param name="ids">The ids.</param>
    /// <param name="find">Returns the name of an id; null if unknown, in which case the id is used as the name.</param>
    public UniqueNames(IEnumerable<Guid?> ids, Func<Guid, string?> find)
    {
        var found = ids.OfType<Guid>().Distinct().Select(id => (Id: id, Name: find(id))).ToArray();
        var shared = found.GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key);
        var ambiguous = new HashSet<string?>(shared, StringComparer.OrdinalIgnoreCase);
        foreach (var (id, name) in found)
            _names.Add(id, name is null ? id.ToString() : ambiguous.Contains(name) ? $"{name} ({id})" : name);
    }

    public string this[Guid id] => _names[id];
}
