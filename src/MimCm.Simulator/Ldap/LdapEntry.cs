using System.Globalization;
using System.Text;

namespace MimCm.Simulator.Ldap;

/// <summary>An object of the directory.</summary>
internal sealed class LdapEntry(string distinguishedName)
{
    private readonly Dictionary<string, byte[][]> _attributes = new(StringComparer.OrdinalIgnoreCase);
    private Tuple<string, byte[]>? _lastEncoded;

    public string DistinguishedName => distinguishedName;

    public IEnumerable<string> Attributes => _attributes.Keys;

    public LdapEntry Set(string attribute, params string[] values) => Set(attribute, [.. values.Select(Encoding.UTF8.GetBytes)]);

    public LdapEntry Set(string attribute, int value) => Set(attribute, value.ToString(CultureInfo.InvariantCulture));

    public LdapEntry Set(string attribute, params byte[][] values)
    {
        _attributes[attribute] = values;
        return this;
    }

    public byte[][] Values(string attribute) => _attributes.GetValueOrDefault(attribute) ?? [];

    /// <summary>Returns the encoded entry. The encoding for the last requested attributes is cached, because most searches request the same
    /// ones.</summary>
    public byte[] Encode(string wanted, Func<LdapEntry, byte[]> encode)
    {
        if (_lastEncoded is { } last && last.Item1 == wanted)
            return last.Item2;
        var encoded = encode(this);
        _lastEncoded = Tuple.Create(wanted, encoded);
        return encoded;
    }

    /// <summary>Returns whether the entry is in the scope of a search with a base object.</summary>
    public bool IsIn(string baseName, LdapScope scope)
    {
        if (distinguishedName.Equals(baseName, StringComparison.OrdinalIgnoreCase))
            return scope != LdapScope.OneLevel;
        if (scope == LdapScope.Base || (baseName.Length > 0 && !distinguishedName.EndsWith("," + baseName, StringComparison.OrdinalIgnoreCase)))
            return false;
        return scope == LdapScope.Subtree || !distinguishedName[..^(baseName.Length + 1)].Contains(',');
    }
}
