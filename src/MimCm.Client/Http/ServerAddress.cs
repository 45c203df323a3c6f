using System.Text.RegularExpressions;

namespace MimCm;

/// <summary>Finds the root of the API from an address that names a server (docs/api.md, section 1.1).</summary>
public static class ServerAddress
{
    /// <summary>The virtual folder that setup suggests.</summary>
    private const string DefaultFolder = "CertificateManagement";

    private const string ApiPath = "api/v1.0";

    /// <summary>What follows the folder: "api" at the end, or "api", a version and whatever comes after.</summary>
    private static readonly Regex ApiPattern = new("(^|/)api(/v[0-9].*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The collection of requests, or one request, behind the root.</summary>
    private static readonly Regex RequestsPattern = new("/requests(/[0-9a-f-]{36})?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>A host with a port and a path, without a scheme.</summary>
    private static readonly Regex HostPattern = new(
        @"^(\[[0-9a-f:.%]+\]|[\p{L}\p{N}_.-]+)(:[0-9]{1,5})?(/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Returns the root of the API, with a slash at its end. The host, the virtual folder, the root itself and the collection of
    /// requests name the same server; a folder of another name is kept, and an address without a scheme is an https address.</summary>
    /// <param name="address">The address.</param>
    /// <exception cref="ArgumentException">The address can't name a server. The message says what to write.</exception>
    public static Uri ToApiRoot(Uri address)
    {
        if (address is null)
            throw new ArgumentNullException(nameof(address));

        // Before anything else, as no message may repeat a password. A character of it can end the part that the platform takes for the
        // user name, so that the whole text is searched.
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
    /// <param name="root">The root, with a slash at its end.</param>
    /// <param name="path">The path below the root, and the query.</param>
    /// <returns>The address; null if the path leads out of the API, or is a complete address.</returns>
    internal static Uri? TryCombine(Uri root, string path)
    {
        var name = path.Split('?', '#')[0];
        if (name.Trim().Length == 0 || name != name.Trim() || name[0] is '/' or '\\' || name.Any(letter => letter is '\\' or ':' || char.IsControl(letter)))
            return null;

        // Dots that a server would resolve after it has decoded them count as well, however often they are encoded.
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

    /// <summary>The host; of an IPv6 address with its zone, which <see cref="Uri.Host"/> leaves out.</summary>
    private static string GetHost(Uri address) => address.HostNameType == UriHostNameType.IPv6
        ? $"[{address.DnsSafeHost.Replace("%25", "%")}]"
        : address.Host;

    private static ArgumentException Invalid(string message, string address) => new(message.With(UnicodeText.ToSingleLine(address, maximumLength: 200)));
}
