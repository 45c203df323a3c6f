using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts text to the address of a server or proxy. An address without a scheme gets the default one. Text that is not an address is bound
/// as <see cref="InvalidAddress"/>, and no error contains it, because it may contain a password.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServerUriTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Scheme = new("^[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // A host name, IPv4 address or [IPv6 address], an optional port, and a path.
    private static readonly Regex HostWithoutScheme = new(
        @"^([\p{L}\p{N}_.-]+|\[[0-9a-f:.%]+\])(:\d+)?(/[^:\\]*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The default scheme.</summary>
    public string DefaultScheme { get; set; } = "https";

    /// <summary>Whether this is the address of a proxy, so that an error refers to -ProxyCredential.</summary>
    public bool IsProxy { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return UserInput.Unwrap(inputData) switch
            {
                null => throw new FormatException(Strings.ValueIsNull),
                Uri uri => Parse(uri.OriginalString, DefaultScheme, IsProxy),
                CmSession session => session.Uri,
                var value => Parse(value.ToString() ?? "", DefaultScheme, IsProxy),
            };
        }
        catch (FormatException e)
        {
            return new InvalidAddress(e.Message, e);
        }
    }

    /// <summary>Converts text to an absolute address.</summary>
    /// <exception cref="FormatException">The text is not an address, or contains a user name or password. The message does not contain the
    /// text.</exception>
    internal static Uri Parse(string text, string defaultScheme = "https", bool isProxy = false)
    {
        var address = text.Trim();

        // This check is first: no part of an address with a user name and password may be displayed, even if the address is malformed.
        if (address.IndexOf('@') >= 0 || address.IndexOf("%40", StringComparison.Ordinal) >= 0)
            throw new FormatException(isProxy ? Strings.ProxyAddressHasCredentials : Strings.AddressHasCredentials);

        if (!Scheme.IsMatch(address) && HostWithoutScheme.IsMatch(address))
            address = $"{defaultScheme}://{address}";

        return Scheme.IsMatch(address) && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? uri
            : throw new FormatException(UserInput.FindInvisibleCharacter(address) is { } character ? Strings.AddressInvisibleCharacter.With(character)
                : Strings.AddressInvalid);
    }
}
