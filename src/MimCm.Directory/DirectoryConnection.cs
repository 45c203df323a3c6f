using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Net;

namespace MimCm.DirectoryServices;

/// <summary>A connection to one domain controller or global catalog. Its methods block and must not run at the same time.</summary>
internal sealed class DirectoryConnection : IDisposable
{
    private const string GuidAttribute = "objectGUID";
    private const string AccountAttribute = "sAMAccountName";
    private const string PrincipalAttribute = "userPrincipalName";
    private const string DisplayNameAttribute = "displayName";
    private const string ControlAttribute = "userAccountControl";
    private const int AccountDisabled = 2;

    // Result codes of the client libraries.
    private const int ServerDown = 81;
    private const int LdapTimeout = 85;

    private static readonly string[] NameAttributes = [GuidAttribute, AccountAttribute];
    private static readonly string[] UserAttributes = [GuidAttribute, AccountAttribute, PrincipalAttribute, DisplayNameAttribute, ControlAttribute];

    private readonly Func<LdapConnection> _bind;
    private readonly LdapConnection _connection;
    private readonly TimeSpan _timeout;
    private readonly string _searchBase;
    private readonly IReadOnlyList<ForestDomain> _domains;

    private DirectoryConnection(LdapConnection connection, Func<LdapConnection> bind, TimeSpan timeout, string searchBase, IReadOnlyList<ForestDomain> domains)
    {
        _connection = connection;
        _bind = bind;
        _timeout = timeout;
        _searchBase = searchBase;
        _domains = domains;
    }

    /// <summary>Connects and authenticates. The identity of the caller uses Negotiate with signing and sealing. A credential uses Negotiate if the
    /// platform supports it, or else a simple bind over TLS.</summary>
    /// <exception cref="LdapException">The server could not be reached or did not accept the caller.</exception>
    /// <exception cref="DirectoryOperationException">The server refused a search.</exception>
    public static DirectoryConnection Open(DirectoryOptions options)
    {
        var server = options.Server;
        if (server is null && !options.CanNegotiateWithPassword)
            server = FindDomainController(options);

        var (connection, anonymousRoot) = BindOrAskAnonymously(options, server);
        LdapConnection BindAgain() => Bind(options, server, options.Port, isAnonymous: anonymousRoot is not null);

        try
        {
            var root = anonymousRoot ?? ReadRoot(connection, options.Timeout);
            var domains = ReadDomains(connection, options.Timeout, root);
            if (options.HasPort)
            {
                var isCatalog = options.Port is DirectoryOptions.GlobalCatalogPort or DirectoryOptions.GlobalCatalogTlsPort;
                return new DirectoryConnection(connection, BindAgain, options.Timeout, isCatalog ? "" : root.DomainName, domains);
            }

            if (root.IsGlobalCatalog && TryBindGlobalCatalog(options, server ?? root.HostName) is { } catalog)
            {
                connection.Dispose();
                return new DirectoryConnection(catalog, () => BindGlobalCatalog(options, server ?? root.HostName), options.Timeout, "", domains);
            }

            return new DirectoryConnection(connection, BindAgain, options.Timeout, root.DomainName, domains);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens another connection to the same server with the same identity.</summary>
    /// <exception cref="LdapException">The server could not be reached or did not accept the caller.</exception>
    public DirectoryConnection OpenAnother() => new(_bind(), _bind, _timeout, _searchBase, _domains);

    /// <summary>Returns the accounts with these objectGUIDs by one search, in any order. Accounts that are not found are omitted.</summary>
    public IReadOnlyList<DirectoryUser> FindByIds(IReadOnlyCollection<Guid> ids, bool namesOnly) =>
        Search(_searchBase, LdapFilter.ForIds(ids), namesOnly ? NameAttributes : UserAttributes);

    /// <summary>Returns the accounts with this name: DOMAIN\sAMAccountName, a user principal name, or a sAMAccountName in any domain.</summary>
    public IReadOnlyList<DirectoryUser> FindByName(string name)
    {
        // Account names have no control characters, and a server may truncate a value at a NUL.
        if (name.Any(char.IsControl))
            return [];

        var separator = name.IndexOf('\\');
        if (separator >= 0)
        {
            var domain = _domains.FirstOrDefault(one => one.NetBiosName.Equals(name.Substring(0, separator), StringComparison.OrdinalIgnoreCase));
            return domain is null ? [] : FindAccount(name.Substring(separator + 1), domain);
        }

        separator = name.LastIndexOf('@');
        if (separator < 0)
            return Search(_searchBase, LdapFilter.ForValue(AccountAttribute, name));

        var users = Search(_searchBase, LdapFilter.ForValue(PrincipalAttribute, name));
        if (users.Count > 0)
            return users;

        // Every account also has an implicit user principal name: sAMAccountName@DNS name of the domain.
        var suffix = _domains.FirstOrDefault(one => one.DnsName.Equals(name.Substring(separator + 1), StringComparison.OrdinalIgnoreCase));
        return suffix is null ? [] : FindAccount(name.Substring(0, separator), suffix);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Binds as the options specify. A directory on this computer that does not support Negotiate, such as the directory of the simulator,
    /// is searched anonymously. In this case nothing is sent over a network.</summary>
    /// <returns>The connection, and the root entry if it was read anonymously.</returns>
    private static (LdapConnection Connection, RootEntry? AnonymousRoot) BindOrAskAnonymously(DirectoryOptions options, string? server)
    {
        try
        {
            return (Bind(options, server, options.Port), null);
        }
        catch (DirectoryException e) when (options is { Credential: null, IsServerLoopback: true } &&
            e is not LdapException { ErrorCode: ServerDown or LdapTimeout })
        {
            var connection = Bind(options, server, options.Port, isAnonymous: true);
            try
            {
                var root = ReadRoot(connection, options.Timeout);
                if (!root.OffersMechanisms)
                    return (connection, root);
            }
            catch (DirectoryException)
            {
                // The first failure is the one to report.
            }

            connection.Dispose();
            throw;
        }
    }

    private static LdapConnection Bind(DirectoryOptions options, string? server, int port, bool isAnonymous = false)
    {
        var isSimple = options.Credential is not null && !options.CanNegotiateWithPassword;
        if (isSimple && !options.UseTls && !isAnonymous)
            throw new DirectorySetupException(Strings.PasswordNeedsTls);

        var connection = new LdapConnection(new LdapDirectoryIdentifier(server, port, fullyQualifiedDnsHostName: server is not null, connectionless: false))
        {
            AutoBind = false,
            AuthType = isAnonymous ? AuthType.Anonymous : isSimple ? AuthType.Basic : AuthType.Negotiate,
            Timeout = options.Timeout,
        };
        try
        {
            connection.SessionOptions.ProtocolVersion = 3;
            connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
            if (options.UseTls)
                connection.SessionOptions.SecureSocketLayer = true;

            // On other systems libldap signs and seals by itself if the mechanism supports it, and setting these two options fails.
            if (options.CanNegotiateWithPassword && !options.UseTls && !isAnonymous)
            {
                connection.SessionOptions.Signing = true;
                connection.SessionOptions.Sealing = true;
            }

            if (options.Credential is { } credential && !isAnonymous)
                connection.Bind(isSimple ? ForSimpleBind(credential) : credential);
            else
                connection.Bind();

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Returns the account as one string for a simple bind: DOMAIN\name or a user principal name.</summary>
    private static NetworkCredential ForSimpleBind(NetworkCredential credential) =>
        new(credential.Domain.Length > 0 ? $@"{credential.Domain}\{credential.UserName}" : credential.UserName, credential.Password);

    private static LdapConnection? TryBindGlobalCatalog(DirectoryOptions options, string? server)
    {
        try
        {
            return BindGlobalCatalog(options, server);
        }
        catch (LdapException)
        {
            // The port of the global catalog may be blocked for this computer. The users of the domain itself are still found.
            return null;
        }
    }

    private static LdapConnection BindGlobalCatalog(DirectoryOptions options, string? server) =>
        Bind(options, server, options.UseTls ? DirectoryOptions.GlobalCatalogTlsPort : DirectoryOptions.GlobalCatalogPort);

    /// <summary>Returns the host name of a domain controller. The DNS name of the domain resolves to all domain controllers, but only the name of a
    /// single one has a service principal name and a certificate.</summary>
    private static string FindDomainController(DirectoryOptions options)
    {
        var account = options.Credential?.UserName ?? "";
        var suffix = account.Substring(account.LastIndexOf('@') + 1);
        var domain = suffix.Length < account.Length ? suffix : DefaultDomain.Find() ?? throw new DirectorySetupException(Strings.NoDomain);

        using var connection = Bind(options, domain, options.Port, isAnonymous: true);
        return ReadRoot(connection, options.Timeout).HostName is { Length: > 0 } host ? host : domain;
    }

    private static RootEntry ReadRoot(LdapConnection connection, TimeSpan timeout)
    {
        const string domain = "defaultNamingContext", configuration = "configurationNamingContext", host = "dnsHostName", catalog = "isGlobalCatalogReady";
        const string mechanisms = "supportedSASLMechanisms";
        var entry = Send(connection, timeout, new SearchRequest("", "(objectClass=*)", SearchScope.Base, domain, configuration, host, catalog, mechanisms))
            .Cast<SearchResultEntry>().FirstOrDefault();
        return new RootEntry(
            Text(entry, domain) ?? "", Text(entry, configuration) ?? "", Text(entry, host),
            string.Equals(Text(entry, catalog), "TRUE", StringComparison.OrdinalIgnoreCase), Text(entry, mechanisms) is not null);
    }

    private static IReadOnlyList<ForestDomain> ReadDomains(LdapConnection connection, TimeSpan timeout, RootEntry root)
    {
        const string netBios = "nETBIOSName", dns = "dnsRoot", name = "nCName";
        if (root.ConfigurationName.Length == 0)
            return [];

        var request = new SearchRequest($"CN=Partitions,{root.ConfigurationName}", $"(&(objectClass=crossRef)({netBios}=*))", SearchScope.OneLevel,
            netBios, dns, name);
        return [.. from SearchResultEntry entry in Send(connection, timeout, request)
                   let domain = new ForestDomain(Text(entry, netBios) ?? "", Text(entry, dns) ?? "", Text(entry, name) ?? "")
                   where domain.NetBiosName.Length > 0 && domain.DistinguishedName.Length > 0
                   orderby domain.DistinguishedName.Length descending
                   select domain];
    }

    private static SearchResultEntryCollection Send(LdapConnection connection, TimeSpan timeout, SearchRequest request) =>
        ((SearchResponse)connection.SendRequest(request, timeout)).Entries;

    /// <summary>Returns the first value of an attribute; null if the entry has none.</summary>
    private static string? Text(SearchResultEntry? entry, string attribute) =>
        entry?.Attributes[attribute]?.GetValues(typeof(string)).FirstOrDefault() as string;

    private IReadOnlyList<DirectoryUser> FindAccount(string account, ForestDomain domain) =>
        [.. Search(domain.DistinguishedName, LdapFilter.ForValue(AccountAttribute, account)).Where(user => FindDomain(user.DistinguishedName) == domain)];

    private List<DirectoryUser> Search(string searchBase, string filter, string[]? attributes = null)
    {
        var request = new SearchRequest(searchBase, filter, SearchScope.Subtree, attributes ?? UserAttributes);
        return [.. from SearchResultEntry entry in Send(_connection, _timeout, request)
                   let user = ToUser(entry)
                   where user is not null
                   select user];
    }

    private DirectoryUser? ToUser(SearchResultEntry entry)
    {
        if (Text(entry, AccountAttribute) is not { } account
            || entry.Attributes[GuidAttribute]?.GetValues(typeof(byte[])).FirstOrDefault() is not byte[] { Length: 16 } id)
        {
            return null;
        }

        var domain = FindDomain(entry.DistinguishedName);
        return new DirectoryUser(
            new Guid(id),
            domain is null ? account : $@"{domain.NetBiosName}\{account}",
            Text(entry, PrincipalAttribute),
            Text(entry, DisplayNameAttribute),
            int.TryParse(Text(entry, ControlAttribute), NumberStyles.Integer, CultureInfo.InvariantCulture, out var control)
                ? (control & AccountDisabled) == 0 : null,
            entry.DistinguishedName);
    }

    /// <summary>Returns the domain of an object. The list begins with the longest names, so that a child domain comes before its parent.</summary>
    private ForestDomain? FindDomain(string distinguishedName) => _domains.FirstOrDefault(domain => domain.Contains(distinguishedName));
}
