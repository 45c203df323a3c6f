using MimCm.Simulator.Data;

namespace MimCm.Simulator.Ldap;

/// <summary>The objects of the domain contoso.com: its users, its profile templates, and the entries that describe the domain.</summary>
internal sealed class DirectoryContent
{
    public const string Domain = "DC=contoso,DC=com";
    private const string Configuration = "CN=Configuration," + Domain;
    private const int NormalAccount = 0x200;
    private const int DisabledAccount = 0x202;
    private const string UserObjectType = "805306368";

    private readonly List<LdapEntry> _entries = [];
    private readonly Dictionary<(string Attribute, string Value), List<LdapEntry>> _index = [];

    public DirectoryContent(IEnumerable<StoredUser> users, IEnumerable<StoredProfileTemplate> templates)
    {
        Add(new LdapEntry(Domain).Set("objectClass", "top", "domain", "domainDNS").Set("dc", "contoso").Set("name", "contoso"));
        var all = users.ToList();
        foreach (var domain in all.Select(user => user.Domain).Prepend(UserNames.NetBiosDomain).Distinct())
        {
            Add(new LdapEntry($"CN={Escape(domain)},CN=Partitions,{Configuration}").Set("objectClass", "top", "crossRef").Set("cn", domain)
                .Set("nETBIOSName", domain).Set("dnsRoot", UserNames.DnsDomain(domain)).Set("nCName", NameOf(domain)));
        }
        foreach (var user in all)
            Add(Create(user));
        foreach (var template in templates)
        {
            Add(new LdapEntry($"CN={template.Name},CN=Profile Templates,CN=Public Key Services,CN=Services,{Configuration}")
                .Set("objectClass", "top", "ms-Clm-Profile-Template").Set("cn", template.Name).Set("name", template.Name)
                .Set("displayName", template.Name).Set("description", template.Description).Set("objectGUID", template.Uuid.ToByteArray()));
        }
    }

    /// <summary>The root DSE, which describes the server. Its distinguished name is empty.</summary>
    public static LdapEntry Root { get; } = new LdapEntry("")
        .Set("objectClass", "top")
        .Set("defaultNamingContext", Domain)
        .Set("rootDomainNamingContext", Domain)
        .Set("configurationNamingContext", Configuration)
        .Set("namingContexts", Domain, Configuration)
        .Set("dnsHostName", $"dc01.{UserNames.Domain}")
        .Set("isGlobalCatalogReady", "TRUE")
        .Set("supportedLDAPVersion", "3");

    /// <summary>Returns the entries that a search finds; null if the base object does not exist.</summary>
    public IEnumerable<LdapEntry>? Search(string baseName, LdapScope scope, LdapFilter filter)
    {
        if (baseName.Length == 0 && scope == LdapScope.Base)
            return filter.IsMatch(Root) ? [Root] : [];
        if (!_entries.Exists(entry => entry.IsIn(baseName, LdapScope.Subtree)))
            return null;
        return Candidates(filter).Where(entry => entry.IsIn(baseName, scope) && filter.IsMatch(entry));
    }

    /// <summary>Returns the entries with one of the values in the filter from an index, so that a search for a hundred ids does not compare every
    /// entry with a hundred values.</summary>
    private IEnumerable<LdapEntry> Candidates(LdapFilter filter)
    {
        if (filter.Keys is not { } keys || !keys.All(key => IsIndexed(key.Attribute)))
            return _entries;
        return keys.SelectMany(key => _index.GetValueOrDefault(KeyOf(key.Attribute, key.Value)) ?? []).Distinct();
    }

    private void Add(LdapEntry entry)
    {
        entry.Set("distinguishedName", entry.DistinguishedName);
        _entries.Add(entry);
        foreach (var attribute in entry.Attributes.Where(IsIndexed))
        {
            foreach (var value in entry.Values(attribute))
            {
                var key = KeyOf(attribute, value);
                if (!_index.TryGetValue(key, out var entries))
                    _index.Add(key, entries = []);
                entries.Add(entry);
            }
        }
    }

    private static string NameOf(string domain) => domain == UserNames.NetBiosDomain ? Domain : $"DC={Escape(domain.ToLowerInvariant())},{Domain}";

    /// <summary>Escapes a value for a distinguished name (RFC 4514, section 2.4).</summary>
    private static string Escape(string value) =>
        string.Concat(value.Select((letter, i) => letter is ',' or '+' or '"' or '\\' or '<' or '>' or ';' or '=' || (i == 0 && letter is '#' or ' ')
            ? $"\\{letter}"
            : char.IsControl(letter) ? $"\\{(int)letter:x2}" : $"{letter}"));

    private static LdapEntry Create(StoredUser user) => new LdapEntry($"CN={Escape(user.SamAccountName)},CN=Users,{NameOf(user.Domain)}")
        .Set("objectClass", "top", "person", "organizationalPerson", "user")
        .Set("objectCategory", $"CN=Person,CN=Schema,{Configuration}")
        .Set("cn", user.SamAccountName)
        .Set("name", user.SamAccountName)
        .Set("objectGUID", user.Uuid.ToByteArray())
        .Set("sAMAccountName", user.SamAccountName)
        .Set("sAMAccountType", UserObjectType)
        .Set("userPrincipalName", user.UserPrincipalName)
        .Set("displayName", user.DisplayName)
        .Set("mail", user.UserPrincipalName)
        .Set("userAccountControl", user.IsEnabled ? NormalAccount : DisabledAccount);

    /// <summary>Returns whether there is an index for this attribute.</summary>
    public static bool IsIndexed(string attribute) => attribute.ToUpperInvariant() is "OBJECTGUID" or "SAMACCOUNTNAME" or "USERPRINCIPALNAME";

    private static (string, string) KeyOf(string attribute, byte[] value) => (attribute.ToUpperInvariant(), LdapFilter.Normalize(attribute, value));
}
