namespace MimCm.Simulator;

/// <summary>How the LDAP directory behaves; it can be changed while the simulator runs.</summary>
public sealed record DirectoryBehavior
{
    /// <summary>How long it takes at least to respond to a search.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>After how many searches it fails: it then closes each connection, as a server that has ended does. Null for never.</summary>
    public int? FailAfter { get; init; }

    /// <summary>Users that it does not have, as those that were deleted.</summary>
    public IReadOnlyList<Guid> Deleted { get; init; } = [];
}
