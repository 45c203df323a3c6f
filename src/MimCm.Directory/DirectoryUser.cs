namespace MimCm.DirectoryServices;

/// <summary>A user account in Active Directory.</summary>
internal sealed class DirectoryUser(Guid uuid, string name, string? userPrincipalName, string? displayName, bool? enabled, string distinguishedName)
{
    /// <summary>The objectGUID. Requests of MIM CM refer to the user by this id.</summary>
    public Guid Uuid { get; } = uuid;

    /// <summary>The account as DOMAIN\sAMAccountName, or only the sAMAccountName if the NetBIOS name of the domain is unknown.</summary>
    public string Name { get; } = name;

    /// <summary>The userPrincipalName; null if the account has none.</summary>
    public string? UserPrincipalName { get; } = userPrincipalName;

    /// <summary>The displayName; null if the account has none.</summary>
    public string? DisplayName { get; } = displayName;

    /// <summary>Whether the account is enabled; null if the caller has no permission to read userAccountControl.</summary>
    public bool? Enabled { get; } = enabled;

    /// <summary>The distinguished name.</summary>
    public string DistinguishedName { get; } = distinguishedName;
}
