using System.Net;

namespace MimCm.DirectoryServices;

/// <summary>How to reach Active Directory.</summary>
internal sealed class DirectoryOptions
{
    /// <summary>The LDAP port of a domain controller.</summary>
    public const int LdapPort = 389;

    /// <summary>The LDAP port of a domain controller under TLS.</summary>
    public const int LdapsPort = 636;

    /// <summary>The port of a global catalog.</summary>
    public const int GlobalCatalogPort = 3268;

    /// <summary>The port of a global catalog under TLS.</summary>
    public const int GlobalCatalogTlsPort = 3269;

    private int _port;
    private bool? _useTls;

    /// <summary>The host name of a domain controller; null for the domain of the machine or of the Kerberos ticket.</summary>
    public string? Server { get; set; }

    /// <summary>Whether <see cref="Server"/> is an address of this machine that needs no look-up in DNS.</summary>
    public bool IsServerLoopback =>
        "localhost".Equals(Server, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Server?.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>The port. Without one, 389, or 636 under TLS, and where that controller is a global catalog the port of that.</summary>
    public int Port
    {
        get => _port != 0 ? _port : UseTls ? LdapsPort : LdapPort;
        set => _port = value;
    }

    /// <summary>Whether <see cref="Port"/> was set.</summary>
    public bool HasPort => _port != 0;

    /// <summary>The account to use; null for the caller's own identity.</summary>
    public NetworkCredential? Credential { get; set; }

    /// <summary>Whether the platform can sign in with a password by Negotiate. System.DirectoryServices.Protocols can on Windows only;
    /// elsewhere a password goes through a simple bind, which is never made without TLS.</summary>
    public bool CanNegotiateWithPassword { get; set; } = Environment.OSVersion.Platform == PlatformID.Win32NT;

    /// <summary>Whether the connection uses TLS from its first byte.</summary>
    public bool UseTls
    {
        get => _useTls ?? (_port is LdapsPort or GlobalCatalogTlsPort || (Credential is not null && !CanNegotiateWithPassword));
        set => _useTls = value;
    }

    /// <summary>How long to wait for a connection, and for each search.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a directory that did not answer is not tried again.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Reads a host name with an optional port, such as dc1.contoso.com:3269 or [fe80::1]:389.</summary>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParseServer(string text, out string server, out int port)
    {
        server = "";
        port = 0;
        if (!Uri.TryCreate($"ldap://{text}", UriKind.Absolute, out var address) || address.PathAndQuery is not ("" or "/") ||
            address.UserInfo.Length > 0 || address.Fragment.Length > 0 || address.Host.Length == 0 || text[text.Length - 1] is '/' or ':')
        {
            return false;
        }

        // The scheme's own port says nothing, unless it was written.
        var hasPort = text.EndsWith($":{address.Port}", StringComparison.Ordinal);
        if (!hasPort && !address.IsDefaultPort)
            return false;

        server = address.Host;
        port = hasPort ? address.Port : 0;
        return !hasPort || port > 0;
    }
}
