namespace MimCm.Simulator.Ldap;

/// <summary>Counts the connections and searches of the directory, and delays them or makes them fail as configured.</summary>
internal sealed class DirectoryMonitor
{
    private const int MaxShortDelay = 30;

    private DirectoryBehavior _behavior = new();
    private int _connections;
    private int _searches;

    /// <summary>The behavior of the directory. Setting it resets the counters.</summary>
    public DirectoryBehavior Behavior
    {
        get => Volatile.Read(ref _behavior);
        set
        {
            Volatile.Write(ref _behavior, value);
            Interlocked.Exchange(ref _connections, 0);
            Interlocked.Exchange(ref _searches, 0);
        }
    }

    public DirectoryActivity Activity => new(Volatile.Read(ref _connections), Volatile.Read(ref _searches), Behavior);

    private bool HasFailed => Behavior.FailAfter is { } count && Volatile.Read(ref _searches) >= count;

    /// <summary>Counts a connection. Returns false to close it.</summary>
    public bool BeginConnection()
    {
        Interlocked.Increment(ref _connections);
        return !HasFailed;
    }

    /// <summary>Counts a search.</summary>
    /// <returns>A task that ends when the response can be sent; null to close the connection.</returns>
    public Task? BeginSearch(CancellationToken cancellationToken)
    {
        if (HasFailed)
            return null;
        Interlocked.Increment(ref _searches);
        var delay = Behavior.DelayMilliseconds;
        return delay is > 0 and <= MaxShortDelay
            ? ShortDelay.WaitAsync(TimeSpan.FromMilliseconds(delay), cancellationToken)
            : Task.Delay(delay, cancellationToken);
    }
}
