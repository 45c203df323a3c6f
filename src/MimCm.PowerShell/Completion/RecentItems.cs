namespace MimCm.PowerShell.Completion;

/// <summary>The last 1,000 objects of one type that commands wrote in a runspace, so that their ids can be completed without a call to the
/// server.</summary>
/// <param name="getId">Returns the id of an object.</param>
internal class RecentItems<T>(Func<T, Guid> getId)
    where T : struct
{
    protected const int Capacity = 1000;

    private T[]? _ring;
    private int _next;
    private int _count;

    /// <summary>Adds an object and removes the oldest one.</summary>
    public void Add(T item)
    {
        var ring = _ring ??= new T[Capacity];
        ring[_next] = item;
        _next = _next + 1 == Capacity ? 0 : _next + 1;
        _count = Math.Min(_count + 1, Capacity);
    }

    /// <summary>Returns the latest version of each object, newest first.</summary>
    public IEnumerable<T> NewestFirst()
    {
        if (_ring is not { } ring)
            yield break;

        var ids = new HashSet<Guid>();
        for (var i = 1; i <= _count; i++)
        {
            var item = ring[(_next + Capacity - i) % Capacity];
            if (ids.Add(getId(item)))
                yield return item;
        }
    }
}
