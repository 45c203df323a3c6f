using System.Text.RegularExpressions;

namespace MimCm;

/// <summary>Determines the root address of the API from the address of a server (docs/api.md, section 1.1).</summary>
public static class ServerAddress
{
    /// <summary>The default name of the virtual folder.</summary>
    private const string DefaultFolder = "CertificateManagement";

    private const string ApiPath = "api/v1.0";

    /// <summary>The part after the folder: "api" at the end, or "api", a version and any further segments.</summary>
    private static readonly Regex ApiPattern = new("(^|/)api(/v[0-9].*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The collection of requests, or one request, below the root.</summary>
    private static readonly Regex RequestsPattern = new("/requests(/[0-9a-f-]{36})?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>A host with a port and a path, without a scheme.</summary>
    private static readonly Regex HostPattern = new(
        @"^(\[[0-9a-f:.%]+\]|[\p{L}\p{N}_.-]+)(:[0-9]{1,5})?(/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Returns the root address of the API, with a trailing slash. The host, the virtual folder, the root of the API and the collection of
    /// requests are accepted. Another name of the virtual folder is kept. An address without a scheme is an https address.</summary>
    /// <param name="address">The address.</param>
    /// <exception cref="ArgumentException">The address is not valid. The message says what to specify.</exception>
    public static Uri ToApiRoot(Uri address)
    {
        if (address is null)
            throw new ArgumentNullException(nameof(address));

        // This check is first, because no message may contain a password. The complete text is searched: a password can contain a character that ends
        // the part which the platform parses as user name and password.
        var text = address.OriginalString;
        if (text.Contains("@") || text.IndexOf("%40", StringComparison.Ordinal) >= 0)
            throw new ArgumentException(Strings.AddressWithCredential);

        if (!IsHttp(address) && HostPattern.IsMatch(text) && Uri.TryCreate($"https://{text}", UriKind.Absolute, out var https))
            address = https;

        if (!IsHttp(address))
            throw Invalid(Strings.AddressNotHttp, text);

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            throw Invalid(Strings.AddressWithQuery, text);

        var path = RequestsPattern.Replace(address.AbsolutePath.Trim('/'), "");
        if (path.Length == 0)
            path = DefaultFolder;

        var api = ApiPattern.Match(path);
        if (api.Success && !api.Value.Trim('/').Equals(ApiPath, StringComparison.OrdinalIgnoreCase))
            throw Invalid(Strings.AddressOtherApi, text);

        var folder = api.Success ? path.Substring(0, api.Index) : path;
        return new UriBuilder(address.Scheme, GetHost(address), address.Port, $"{folder}/{ApiPath}/").Uri;
    }

    /// <summary>Combines the root of the API with a path.</summary>
    /// <param name="root">The root, with a trailing slash.</param>
    /// <param name="path">The path below the root, and the query.</param>
    /// <returns>The address; null if the path leads out of the API or is a complete address.</returns>
    internal static Uri? TryCombine(Uri root, string path)
    {
        var name = path.Split('?', '#')[0];
        if (name.Trim().Length == 0 || name != name.Trim() || name[0] is '/' or '\\' || name.Any(letter => letter is '\\' or ':' || char.IsControl(letter)))
            return null;

        // Encoded dots are also checked, however often they are encoded: a server may decode them and then resolve them.
        for (var decoded = name; ;)
        {
            if (decoded.Split('/', '\\').Any(part => part is "." or ".."))
                return null;

            var next = Uri.UnescapeDataString(decoded);
            if (next == decoded)
                break;

            decoded = next;
        }

        return Uri.TryCreate(root, path, out var uri) && uri.Fragment.Length == 0 && root.IsBaseOf(uri) ? uri : null;
    }

    private static bool IsHttp(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.Host.Length > 0;

    /// <summary>Returns the host. An IPv6 address includes its zone, which <see cref="Uri.Host"/> omits.</summary>
    private static string GetHost(Uri address) => address.HostNameType == UriHostNameType.IPv6
        ? $"[{address.DnsSafeHost.Replace("%25", "%")}]"
        : address.Host;

    private static ArgumentException Invalid(string message, string address) => new(message.With(UnicodeText.ToSingleLine(address, maximumLength: 200)));
}
