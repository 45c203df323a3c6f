namespace MimCm.Simulator;

/// <summary>A user that owns requests, with the attributes of Active Directory.</summary>
/// <param name="Uuid">objectGUID.</param>
/// <param name="SamAccountName">sAMAccountName.</param>
/// <param name="UserPrincipalName">userPrincipalName.</param>
/// <param name="DisplayName">displayName.</param>
/// <param name="IsEnabled">Whether the account is enabled; false if userAccountControl contains ACCOUNTDISABLE.</param>
public sealed record StoredUser(Guid Uuid, string SamAccountName, string UserPrincipalName, string DisplayName, bool IsEnabled)
{
    /// <summary>The NetBIOS name of the domain: CONTOSO, or a child domain.</summary>
    public string Domain { get; init; } = "CONTOSO";

    /// <summary>DOMAIN\name.</summary>
    public string AccountName => $"{Domain}\\{SamAccountName}";
}
