namespace MimCm.Simulator.Ldap;

/// <summary>Counts what clients do with the directory, and delays it or lets it fail as it was told to.</summary>
internal sealed class DirectoryMonitor
{
    private DirectoryBehavior _behavior = new();
    private int _connections;
    private int _searches;

    /// <summary>How the directory behaves. Setting it begins to count anew.</summary>
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

    /// <summary>Counts a connection; false closes it.</summary>
    public bool BeginConnection()
    {
        Interlocked.Increment(ref _connections);
        return !HasFailed;
    }

    /// <summary>Counts a search.</summary>
    /// <returns>When its response may be sent; null closes the connection.</returns>
    public Task? BeginSearch(CancellationToken cancellationToken)
    {
        if (HasFailed)
            return null;
        Interlocked.Increment(ref _searches);
        return Task.Delay(Behavior.DelayMilliseconds, cancellationToken);
    }
}
