using System.Net;

namespace MimCm.Http;

/// <summary>The account for a proxy. The platform supports every scheme that the proxy requests. This class does not return the account for schemes
/// that send the password in clear text.</summary>
/// <param name="account">The account.</param>
/// <param name="allowUnencrypted">Whether the password may be sent in clear text.</param>
internal sealed class ProxyCredentials(NetworkCredential account, bool allowUnencrypted) : ICredentials
{
    private static readonly string[] ProtectedSchemes = ["Negotiate", "NTLM", "Kerberos", "Digest"];

    private volatile bool _hasWithheldPassword;

    /// <summary>Whether the proxy requested the password in clear text and it was not sent.</summary>
    public bool HasWithheldPassword => _hasWithheldPassword;

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        if (allowUnencrypted || uri.Scheme == Uri.UriSchemeHttps || ProtectedSchemes.Contains(authType, StringComparer.OrdinalIgnoreCase))
            return account;

        _hasWithheldPassword = true;
        return null;
    }
}
