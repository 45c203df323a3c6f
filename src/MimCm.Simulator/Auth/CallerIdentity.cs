namespace MimCm.Simulator.Auth;

/// <summary>The caller: its name if it authenticated, and the user.</summary>
internal sealed record CallerIdentity(string? Name, Guid User)
{
    public static CallerIdentity Resolve(string? name, AccessOptions access, ServerBehavior behavior)
    {
        foreach (var (known, user) in access.Users)
        {
            if (IsName(known, name))
                return new(name, user);
        }
        return new(name, behavior.CurrentUser);
    }

    public bool IsAllowed(AccessRight right, AccessOptions access, StoredRequest? request = null) =>
        access.Permissions.Count == 0 || access.Permissions.Any(p => p.May.Contains(right)
            && (p.User == "*" || IsName(p.User, Name) || (Guid.TryParse(p.User, out var id) && id == User))
            && (request is null || (IsInScope(p.Scope, request) && p.Ids?.Contains(request.Uuid) != false)));

    private bool IsInScope(PermissionScope scope, StoredRequest request) =>
        scope == PermissionScope.All || request.TargetUserUuid == User || request.OriginatorUserUuid == User;

    private static bool IsName(string known, string? name) =>
        name is not null && (Same(known, name) || Same(known, name.Split('@')[0]) || Same(known, name[(name.LastIndexOf('\\') + 1)..]));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
