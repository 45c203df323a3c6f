namespace MimCm.PowerShell.Sessions;

/// <summary>The values of <see cref="CmSession.Authentication"/>.</summary>
internal static class AuthenticationScheme
{
    /// <summary>The Windows or Kerberos identity of the current user.</summary>
    public const string Negotiate = "Negotiate";

    /// <summary>An account specified by user name and password.</summary>
    public const string Credential = "Credential";

    /// <summary>An access token.</summary>
    public const string Bearer = "Bearer";

    /// <summary>The account of this process on Windows. Null on other systems, where the identity is in a Kerberos ticket and not related to the
    /// local account.</summary>
    public static string? CurrentUserName =>
        Environment.OSVersion.Platform != PlatformID.Win32NT ? null
        : Environment.UserDomainName.Length == 0 ? Environment.UserName
        : $"{Environment.UserDomainName}\\{Environment.UserName}";

    /// <summary>A description of the current user's identity.</summary>
    public static string CurrentIdentity => CurrentUserName is { } name ? Strings.OwnIdentity.With(name) : Strings.OwnTicket;
}
