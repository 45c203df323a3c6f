namespace MimCm.DirectoryServices;

/// <summary>A domain of the forest, read from its crossRef object under CN=Partitions in the configuration partition.</summary>
internal sealed class ForestDomain(string netBiosName, string dnsName, string distinguishedName)
{
    /// <summary>The NetBIOS name, which is the part of an account name before the backslash.</summary>
    public string NetBiosName { get; } = netBiosName;

    /// <summary>The DNS name, which is also the suffix of its implicit user principal names.</summary>
    public string DnsName { get; } = dnsName;

    /// <summary>The distinguished name, which is the suffix of the distinguished names of its objects.</summary>
    public string DistinguishedName { get; } = distinguishedName;

    /// <summary>Returns whether an object with this distinguished name is in the domain or in a child domain.</summary>
    public bool Contains(string distinguishedName) =>
        distinguishedName.EndsWith(DistinguishedName, StringComparison.OrdinalIgnoreCase) &&
        (distinguishedName.Length == DistinguishedName.Length || distinguishedName[distinguishedName.Length - DistinguishedName.Length - 1] == ',');
}
