using System.Globalization;
using System.Text;

namespace MimCm.DirectoryServices;

/// <summary>Builds search filters (RFC 4515).</summary>
internal static class LdapFilter
{
    /// <summary>The filter for user accounts, without groups and contacts.</summary>
    private const string IsUser = "(objectClass=user)";

    /// <summary>Returns the filter for the accounts with these objectGUIDs.</summary>
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

    /// <summary>Returns the filter for the accounts whose attribute equals a value from user input.</summary>
    public static string ForValue(string attribute, string value) => $"(&{IsUser}({attribute}={Escape(value)}))";

    /// <summary>Escapes a value so that it cannot change the filter. Characters with a special meaning, control characters and all characters outside
    /// ASCII are written as escaped UTF-8 bytes.</summary>
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
