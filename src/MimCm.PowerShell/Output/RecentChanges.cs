using System.Diagnostics;

namespace MimCm.PowerShell.Output;

/// <summary>The changes that a command wrote to the pipeline during the last seconds.</summary>
internal sealed class RecentChanges
{
    private const int Capacity = 256;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly Queue<(TimeSpan Time, MimCmClient Client, CmUnreportedChange Change)> _changes = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Adds a change that is being written.</summary>
    public void Add(MimCmClient client, CmUnreportedChange change)
    {
        if (_changes.Count == Capacity)
            _changes.Dequeue();

        _changes.Enqueue((_clock.Elapsed, client, change));
    }

    /// <summary>Returns the changes of the last seconds, oldest first.</summary>
    public IEnumerable<(MimCmClient Client, CmUnreportedChange Change)> GetRecent()
    {
        var now = _clock.Elapsed;
        return _changes.Where(one => now - one.Time < MaxAge).Select(one => (one.Client, one.Change));
    }
}
