namespace MimCm.Simulator;

/// <summary>The behavior of the LDAP directory. It can be changed while the simulator runs.</summary>
public sealed record DirectoryBehavior
{
    /// <summary>The minimum time to respond to a search, in milliseconds.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>The number of searches after which the directory fails and closes each connection, like a server that has stopped. Null for
    /// never.</summary>
    public int? FailAfter { get; init; }

    /// <summary>Users that the directory does not contain, like deleted users.</summary>
    public IReadOnlyList<Guid> Deleted { get; init; } = [];
}
