using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace MimCm.Simulator.Ldap;

/// <summary>A search filter (RFC 4511, section 4.5.1.7), with the values that can be looked up in an index.</summary>
internal sealed class LdapFilter
{
    private const string BitAnd = "1.2.840.113556.1.4.803";
    private const string BitOr = "1.2.840.113556.1.4.804";
    private const int MaxDepth = 50;

    private readonly Func<LdapEntry, bool> _isMatch;

    private LdapFilter(Func<LdapEntry, bool> isMatch, IReadOnlyList<(string Attribute, byte[] Value)>? keys = null)
    {
        _isMatch = isMatch;
        Keys = keys;
    }

    /// <summary>Whether the filter only compares one attribute with one value.</summary>
    private bool IsEquality { get; init; }

    /// <summary>Returns the normalized form of an attribute value. Equal values have the same form.</summary>
    public static string Normalize(string attribute, byte[] value) => attribute.Equals("objectGUID", StringComparison.OrdinalIgnoreCase)
        ? Convert.ToHexString(value)
        : Encoding.UTF8.GetString(value).ToUpperInvariant();

    /// <summary>Returns values of which every match has one; null if the filter has no such values.</summary>
    public IReadOnlyList<(string Attribute, byte[] Value)>? Keys { get; }

    public bool IsMatch(LdapEntry entry) => _isMatch(entry);

    /// <exception cref="AsnContentException">The data is not a filter, or the filter is nested too deeply.</exception>
    public static LdapFilter Read(AsnReader reader, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new AsnContentException("The filter is nested too deeply.");
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific)
            throw new AsnContentException("There is no such filter.");
        switch (tag.TagValue)
        {
            case 0:
                var all = ReadSet(reader, tag, depth);
                var selective = all.Find(filter => filter.Keys?.All(key => DirectoryContent.IsIndexed(key.Attribute)) == true);
                return new(entry => all.TrueForAll(filter => filter.IsMatch(entry)), (selective ?? all.Find(filter => filter.Keys is not null))?.Keys);
            case 1:
                var any = ReadSet(reader, tag, depth);
                return new(MatchAny(any), any.TrueForAll(filter => filter.Keys is not null) ? [.. any.SelectMany(filter => filter.Keys!)] : null);
            case 2:
                var negated = Read(reader.ReadSequence(tag), depth + 1);
                return new(entry => !negated.IsMatch(entry));
            case 3 or 8:
                var equality = reader.ReadSequence(tag);
                var (attribute, value) = (ReadText(equality), equality.ReadOctetString());
                var wanted = Normalize(attribute, value);
                return new(entry => entry.Values(attribute).Any(other => Normalize(attribute, other) == wanted), [(attribute, value)]) { IsEquality = true };
            case 4:
                return ReadSubstrings(reader.ReadSequence(tag));
            case 5 or 6:
                var order = reader.ReadSequence(tag);
                var (name, limit) = (ReadText(order), ReadText(order));
                var sign = tag.TagValue == 5 ? 1 : -1;
                return new(entry => entry.Values(name).Any(other => Compare(Encoding.UTF8.GetString(other), limit) * sign >= 0));
            case 7:
                var present = Encoding.UTF8.GetString(reader.ReadOctetString(tag));
                return new(entry => entry.Values(present).Length > 0);
            case 9:
                return ReadExtensible(reader.ReadSequence(tag));
            default:
                throw new AsnContentException("There is no such filter.");
        }
    }

    /// <summary>Combines comparisons of one attribute, so that a search for a hundred ids compares each entry only once.</summary>
    private static Func<LdapEntry, bool> MatchAny(List<LdapFilter> filters)
    {
        if (!filters.TrueForAll(filter => filter.IsEquality) || filters.Select(filter => filter.Keys![0].Attribute).Distinct().Count() != 1)
            return entry => filters.Exists(filter => filter.IsMatch(entry));
        var attribute = filters[0].Keys![0].Attribute;
        var wanted = filters.Select(filter => Normalize(attribute, filter.Keys![0].Value)).ToHashSet();
        return entry => entry.Values(attribute).Any(value => wanted.Contains(Normalize(attribute, value)));
    }

    private static List<LdapFilter> ReadSet(AsnReader reader, Asn1Tag tag, int depth)
    {
        var filters = new List<LdapFilter>();
        for (var set = reader.ReadSetOf(skipSortOrderValidation: true, tag); set.HasData;)
            filters.Add(Read(set, depth + 1));
        return filters;
    }

    private static LdapFilter ReadSubstrings(AsnReader reader)
    {
        var attribute = ReadText(reader);
        var (start, middle, end) = ("", new List<string>(), "");
        for (var parts = reader.ReadSequence(); parts.HasData;)
        {
            var tag = parts.PeekTag();
            var part = Encoding.UTF8.GetString(parts.ReadOctetString(tag));
            if (tag.TagValue == 0)
                start = part;
            else if (tag.TagValue == 1)
                middle.Add(part);
            else
                end = part;
        }
        return new(entry => entry.Values(attribute).Any(value => Contains(Encoding.UTF8.GetString(value))));

        bool Contains(string text)
        {
            if (!text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return false;
            var at = start.Length;
            foreach (var part in middle)
            {
                var found = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
                if (found < 0)
                    return false;
                at = found + part.Length;
            }
            return text.Length - end.Length >= at && text.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Matches the bitwise rules of Active Directory, such as (userAccountControl:1.2.840.113556.1.4.803:=2). Other rules match
    /// nothing.</summary>
    private static LdapFilter ReadExtensible(AsnReader reader)
    {
        var (rule, attribute, value) = ("", "", "");
        while (reader.HasData)
        {
            var tag = reader.PeekTag();
            if (tag.TagValue == 4)
            {
                reader.ReadBoolean(tag);
                continue;
            }
            var text = Encoding.UTF8.GetString(reader.ReadOctetString(tag));
            (rule, attribute, value) = tag.TagValue switch { 1 => (text, attribute, value), 2 => (rule, text, value), _ => (rule, attribute, text) };
        }
        return new(entry => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits)
            && entry.Values(attribute).Any(other => long.TryParse(other, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && (rule == BitAnd ? (number & bits) == bits : rule == BitOr && (number & bits) != 0)));
    }

    private static string ReadText(AsnReader reader) => Encoding.UTF8.GetString(reader.ReadOctetString());

    private static int Compare(string left, string right) =>
        long.TryParse(left, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var a)
            && long.TryParse(right, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
}
