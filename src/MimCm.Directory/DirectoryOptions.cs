using System.Net;

namespace MimCm.DirectoryServices;

/// <summary>The options of a connection to Active Directory.</summary>
internal sealed class DirectoryOptions
{
    /// <summary>The LDAP port of a domain controller.</summary>
    public const int LdapPort = 389;

    /// <summary>The port of a domain controller for LDAP over TLS.</summary>
    public const int LdapsPort = 636;

    /// <summary>The port of a global catalog.</summary>
    public const int GlobalCatalogPort = 3268;

    /// <summary>The port of a global catalog for LDAP over TLS.</summary>
    public const int GlobalCatalogTlsPort = 3269;

    private int _port;
    private bool? _useTls;

    /// <summary>The host name of a domain controller; null for the domain of the computer or of the Kerberos ticket.</summary>
    public string? Server { get; set; }

    /// <summary>Whether <see cref="Server"/> is an address of this computer that needs no DNS lookup.</summary>
    public bool IsServerLoopback =>
        "localhost".Equals(Server, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Server?.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>The port. The default is 389, or 636 with TLS. If the domain controller is a global catalog, the default is the port of the global
    /// catalog.</summary>
    public int Port
    {
        get => _port != 0 ? _port : UseTls ? LdapsPort : LdapPort;
        set => _port = value;
    }

    /// <summary>Whether <see cref="Port"/> was set.</summary>
    public bool HasPort => _port != 0;

    /// <summary>The account to use; null for the identity of the caller.</summary>
    public NetworkCredential? Credential { get; set; }

    /// <summary>Whether the platform can use Negotiate with a password. System.DirectoryServices.Protocols supports this only on Windows. On other
    /// systems a password is sent by a simple bind, and only over TLS.</summary>
    public bool CanNegotiateWithPassword { get; set; } = Environment.OSVersion.Platform == PlatformID.Win32NT;

    /// <summary>Whether the connection uses TLS from its first byte.</summary>
    public bool UseTls
    {
        get => _useTls ?? (_port is LdapsPort or GlobalCatalogTlsPort || (Credential is not null && !CanNegotiateWithPassword));
        set => _useTls = value;
    }

    /// <summary>The timeout of a connection attempt and of each search.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time for which a directory that did not respond is not called again.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Reads a host name with an optional port, such as dc1.contoso.com:3269 or [fe80::1]:389.</summary>
    /// <returns>Whether the text is valid.</returns>
    public static bool TryParseServer(string text, out string server, out int port)
    {
        server = "";
        port = 0;
        if (!Uri.TryCreate($"ldap://{text}", UriKind.Absolute, out var address) || address.PathAndQuery is not ("" or "/") ||
            address.UserInfo.Length > 0 || address.Fragment.Length > 0 || address.Host.Length == 0 || text[text.Length - 1] is '/' or ':')
        {
            return false;
        }

        // Uri also reports the default port of its scheme, so the port counts only if the text contains it.
        var hasPort = text.EndsWith($":{address.Port}", StringComparison.Ordinal);
        if (!hasPort && !address.IsDefaultPort)
            return false;

        server = address.Host;
        port = hasPort ? address.Port : 0;
        return !hasPort || port > 0;
    }
}
