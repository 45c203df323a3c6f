using System.Text.RegularExpressions;

namespace MimCm;

/// <summary>Finds the API's root from what a person calls the server.</summary>
public static class ServerAddress
{
    /// <summary>The virtual folder that setup proposes (DEPLOY).</summary>
    private const string DefaultFolder = "CertificateManagement";

    private const string ApiPath = "api/v1.0";

    /// <summary>What comes after the folder: api at the end, or api and a version and whatever follows.</summary>
    private static readonly Regex ApiPattern = new("(^|/)api(/v[0-9].*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The API's root, with a slash at its end. The host, the virtual folder or the root itself name the server; a folder
    /// of another name is kept.</summary>
    /// <param name="address">An absolute http or https address.</param>
    /// <exception cref="ArgumentException">The address is not one that can name a server. The message says what to write.</exception>
    public static Uri ToApiRoot(Uri address)
    {
        if (address is null)
            throw new ArgumentNullException(nameof(address));

        // Before anything is said about it: a name and a password in an address must not be repeated in a message.
        var isHttp = address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.Host.Length > 0;
        if (isHttp ? address.UserInfo.Length > 0 : address.OriginalString.Contains("@"))
            throw new ArgumentException(Strings.AddressWithCredential);

        if (!isHttp)
            throw Refuse(Strings.AddressNotHttp, address);

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            throw Refuse(Strings.AddressWithQuery, address);

        var path = address.AbsolutePath.Trim('/');
        if (path.Length == 0)
            path = DefaultFolder;

        var api = ApiPattern.Match(path);
        if (api.Success && !api.Value.Trim('/').Equals(ApiPath, StringComparison.OrdinalIgnoreCase))
            throw Refuse(Strings.AddressOtherApi, address);

        var folder = api.Success ? path.Substring(0, api.Index) : path;
        return new UriBuilder(address.Scheme, address.Host, address.Port, $"{folder}/{ApiPath}/").Uri;
    }

    private static ArgumentException Refuse(string text, Uri address) =>
        new(text.With(address.OriginalString));
}
