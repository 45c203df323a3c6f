namespace MimCm.DirectoryServices;

/// <summary>A domain of the forest, from its crossRef object under CN=Partitions of the configuration.</summary>
internal sealed class ForestDomain(string netBiosName, string dnsName, string distinguishedName)
{
    /// <summary>The NetBIOS name, the part before the backslash of an account.</summary>
    public string NetBiosName { get; } = netBiosName;

    /// <summary>The DNS name, which is also the suffix of its implicit user principal names.</summary>
    public string DnsName { get; } = dnsName;

    /// <summary>The distinguished name, with which those of its objects end.</summary>
    public string DistinguishedName { get; } = distinguishedName;

    /// <summary>Whether an object with this distinguished name is in the domain, or in one below it.</summary>
    public bool Contains(string distinguishedName) =>
        distinguishedName.EndsWith(DistinguishedName, StringComparison.OrdinalIgnoreCase) &&
        (distinguishedName.Length == DistinguishedName.Length || distinguishedName[distinguishedName.Length - DistinguishedName.Length - 1] == ',');
}
