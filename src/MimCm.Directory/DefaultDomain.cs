using System.Net.NetworkInformation;
using System.Text.RegularExpressions;

namespace MimCm.DirectoryServices;

/// <summary>Finds the domain on systems other than Windows, which have no domain locator: the realm of the caller's Kerberos ticket, or the default
/// realm of Kerberos, or the DNS domain of the computer.</summary>
internal static class DefaultDomain
{
    private static readonly Regex DefaultRealm = new(@"^default_realm\s*=\s*(\S+)", RegexOptions.CultureInvariant);

    /// <summary>Returns the DNS name of the domain; null if it cannot be determined.</summary>
    public static string? Find() =>
        TicketCache.TryReadRealm(Environment.GetEnvironmentVariable("KRB5CCNAME")) is { Length: > 0 } ofTicket ? ofTicket
        : FindDefaultRealm() is { Length: > 0 } ofConfiguration ? ofConfiguration
        : IPGlobalProperties.GetIPGlobalProperties().DomainName is { Length: > 0 } ofMachine && ofMachine != "(none)" ? ofMachine
        : null;

    private static string? FindDefaultRealm() =>
        (Environment.GetEnvironmentVariable("KRB5_CONFIG") is { Length: > 0 } files ? files : "/etc/krb5.conf")
        .Split(':')
        .Select(ReadDefaultRealm)
        .FirstOrDefault(realm => realm is not null);

    /// <summary>Returns the default_realm of a Kerberos configuration file; null if it has none or cannot be read.</summary>
    internal static string? ReadDefaultRealm(string file)
    {
        try
        {
            var section = "";
            foreach (var line in File.ReadLines(file).Select(line => line.Trim()))
            {
                if (line.StartsWith("[", StringComparison.Ordinal))
                    section = line;
                else if (section == "[libdefaults]" && DefaultRealm.Match(line) is { Success: true } match)
                    return match.Groups[1].Value;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A computer that belongs to no realm may not have this file.
        }

        return null;
    }
}
