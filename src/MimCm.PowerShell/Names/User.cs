namespace MimCm;

/// <summary>A user account of Active Directory. Requests of MIM CM refer to it by its objectGUID.</summary>
public sealed class User
{
    internal User(Guid uuid, string name, string? userPrincipalName, string? displayName, bool? enabled, string distinguishedName)
    {
        Uuid = uuid;
        Name = name;
        UserPrincipalName = userPrincipalName;
        DisplayName = displayName;
        Enabled = enabled;
        DistinguishedName = distinguishedName;
    }

    /// <summary>The objectGUID.</summary>
    public Guid Uuid { get; }

    /// <summary>The account as DOMAIN\sAMAccountName.</summary>
    public string Name { get; }

    /// <summary>The user principal name; null if the account has none.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>The display name; null if the account has none.</summary>
    public string? DisplayName { get; }

    /// <summary>Whether the account is enabled; null if the caller has no permission to read this.</summary>
    public bool? Enabled { get; }

    /// <summary>The distinguished name.</summary>
    public string DistinguishedName { get; }

    /// <summary>The account as DOMAIN\sAMAccountName.</summary>
    public override string ToString() => Name;
}
