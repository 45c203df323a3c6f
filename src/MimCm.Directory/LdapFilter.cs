using System.Globalization;
using System.Text;

namespace MimCm.DirectoryServices;

/// <summary>Builds search filters (RFC 4515).</summary>
internal static class LdapFilter
{
    /// <summary>Accounts, which users are; groups and contacts are none.</summary>
    private const string IsUser = "(objectClass=user)";

    /// <summary>The accounts with these objectGUIDs.</summary>
    public static string ForIds(IEnumerable<Guid> ids)
    {
        var filter = new StringBuilder("(&").Append(IsUser).Append("(|");
        foreach (var id in ids)
        {
            filter.Append("(objectGUID=");
            foreach (var octet in id.ToByteArray())
                AppendEscaped(filter, octet);

            filter.Append(')');
        }

        return filter.Append("))").ToString();
    }

    /// <summary>The accounts whose attribute equals a value that a person wrote.</summary>
    public static string ForValue(string attribute, string value) => $"(&{IsUser}({attribute}={Escape(value)}))";

    /// <summary>Escapes a value so that it is never read as part of the filter: the characters that have a meaning in one, control
    /// characters, and all that is not ASCII, as the octets of its UTF-8.</summary>
    public static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            if (octet is >= 0x20 and < 0x7F && octet is not ((byte)'*' or (byte)'(' or (byte)')' or (byte)'\\'))
                escaped.Append((char)octet);
            else
                AppendEscaped(escaped, octet);
        }

        return escaped.ToString();
    }

    private static void AppendEscaped(StringBuilder filter, byte octet) => filter.Append('\\').Append(octet.ToString("x2", CultureInfo.InvariantCulture));
}
