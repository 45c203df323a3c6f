namespace MimCm.PowerShell.Sessions;

/// <summary>What <see cref="CmSession.Authentication"/> says.</summary>
internal static class AuthenticationScheme
{
    /// <summary>The caller's own Windows or Kerberos identity.</summary>
    public const string Negotiate = "Negotiate";

    /// <summary>An account given by name and password.</summary>
    public const string Credential = "Credential";

    /// <summary>An access token.</summary>
    public const string Bearer = "Bearer";

    /// <summary>The account this process runs as, which is who Windows says it is. Elsewhere a Kerberos ticket says that, and the
    /// name of the process's account says nothing of it: null.</summary>
    public static string? CurrentUserName =>
        Environment.OSVersion.Platform != PlatformID.Win32NT ? null
        : Environment.UserDomainName.Length == 0 ? Environment.UserName
        : $"{Environment.UserDomainName}\\{Environment.UserName}";

    /// <summary>The caller's own identity, in words.</summary>
    public static string CurrentIdentity => CurrentUserName is { } name ? Strings.OwnIdentity.With(name) : Strings.OwnTicket;
}
