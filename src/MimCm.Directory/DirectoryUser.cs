namespace MimCm.DirectoryServices;

/// <summary>A user account as Active Directory has it.</summary>
internal sealed class DirectoryUser(Guid uuid, string name, string? userPrincipalName, string? displayName, bool? enabled, string distinguishedName)
{
    /// <summary>The objectGUID, by which the requests of MIM CM name a user.</summary>
    public Guid Uuid { get; } = uuid;

    /// <summary>The account as DOMAIN\sAMAccountName; the sAMAccountName alone where the directory does not tell the domain's NetBIOS name.</summary>
    public string Name { get; } = name;

    /// <summary>The userPrincipalName; null where the account has none.</summary>
    public string? UserPrincipalName { get; } = userPrincipalName;

    /// <summary>The displayName; null where the account has none.</summary>
    public string? DisplayName { get; } = displayName;

    /// <summary>Whether the account is enabled; null where the caller may not read userAccountControl.</summary>
    public bool? Enabled { get; } = enabled;

    /// <summary>The distinguished name.</summary>
    public string DistinguishedName { get; } = distinguishedName;
}
