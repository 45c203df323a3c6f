namespace MimCm.Simulator;

/// <summary>Grants a user rights to requests.</summary>
public sealed record Permission
{
    /// <summary>A name or the GUID of a user; "*" for all users.</summary>
    public string User { get; init; } = "*";

    public IReadOnlyList<AccessRight> May { get; init; } = [AccessRight.List, AccessRight.Read, AccessRight.Change, AccessRight.Create];

    public PermissionScope Scope { get; init; }

    /// <summary>The requests that the permission is limited to; null for all requests.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }
}
