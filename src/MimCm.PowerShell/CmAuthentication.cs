namespace MimCm.PowerShell;

/// <summary>What <see cref="CmSession.Authentication"/> says.</summary>
internal static class CmAuthentication
{
    /// <summary>The caller's own Windows or Kerberos identity.</summary>
    public const string Negotiate = "Negotiate";

    /// <summary>An account given by name and password.</summary>
    public const string Credential = "Credential";

    /// <summary>An access token.</summary>
    public const string Bearer = "Bearer";

    /// <summary>The account this process runs as.</summary>
    public static string OwnUserName =>
        Environment.UserDomainName.Length == 0 ? Environment.UserName : $"{Environment.UserDomainName}\\{Environment.UserName}";
}
