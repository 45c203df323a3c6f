namespace MimCm.DirectoryServices;

/// <summary>The root DSE of a directory server (RFC 4512, section 5.1).</summary>
internal sealed class RootEntry(string domainName, string configurationName, string? hostName, bool isGlobalCatalog, bool offersMechanisms)
{
    /// <summary>The distinguished name of the domain of the server.</summary>
    public string DomainName { get; } = domainName;

    /// <summary>The distinguished name of the configuration partition of the forest.</summary>
    public string ConfigurationName { get; } = configurationName;

    /// <summary>The DNS host name of the server; null if the server does not return it.</summary>
    public string? HostName { get; } = hostName;

    /// <summary>Whether the server also has the users of the other domains of the forest.</summary>
    public bool IsGlobalCatalog { get; } = isGlobalCatalog;

    /// <summary>Whether the server supports SASL authentication, as every domain controller does.</summary>
    public bool OffersMechanisms { get; } = offersMechanisms;
}
