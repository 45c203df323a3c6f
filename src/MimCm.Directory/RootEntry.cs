namespace MimCm.DirectoryServices;

/// <summary>What a directory server says of itself in its root entry (RFC 4512, 5.1).</summary>
internal sealed class RootEntry(string domainName, string configurationName, string? hostName, bool isGlobalCatalog, bool offersMechanisms)
{
    /// <summary>The distinguished name of the server's domain.</summary>
    public string DomainName { get; } = domainName;

    /// <summary>The distinguished name of the forest's configuration.</summary>
    public string ConfigurationName { get; } = configurationName;

    /// <summary>The DNS host name of the server; null where it does not tell.</summary>
    public string? HostName { get; } = hostName;

    /// <summary>Whether it also holds the users of the forest's other domains.</summary>
    public bool IsGlobalCatalog { get; } = isGlobalCatalog;

    /// <summary>Whether it offers ways to authenticate beside a name and a password, as every domain controller does.</summary>
    public bool OffersMechanisms { get; } = offersMechanisms;
}
