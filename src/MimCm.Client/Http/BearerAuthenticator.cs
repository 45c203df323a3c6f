using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security;

namespace MimCm.Http;

/// <summary>Sends calls with an access token. If the server rejects the token, the call is sent once more with another token.</summary>
internal sealed class BearerAuthenticator(AccessTokenProvider provider, ConnectionSettings settings)
{
    private readonly string _authority = settings.BaseAddress.Authority;

    /// <param name="send">Sends the call with an Authorization header.</param>
    /// <param name="cancellationToken">Cancels the call, or the wait for a token.</param>
    /// <exception cref="MimCmException">There is no usable token, or the call failed.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<AuthenticationHeaderValue, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        var token = await GetTokenAsync(rejected: null, cancellationToken).ConfigureAwait(false)
            ?? throw new MimCmException(MimCmError.Unauthorized, Strings.TokenMissing.With(_authority));

        var response = await send(ToHeader(token)).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        // The token may have expired. If the provider has no other token, the 401 is reported.
        SecureString? other;
        try
        {
            other = await GetTokenAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }

        if (other is null || other == token)
            return response;

        response.Dispose();
        return await send(ToHeader(other)).ConfigureAwait(false);
    }

    private async Task<SecureString?> GetTokenAsync(SecureString? rejected, CancellationToken cancellationToken)
    {
        try
        {
            var token = await provider(rejected, cancellationToken).ConfigureAwait(false);
            if (token is not null)
                settings.Redactor.AddToken(token);

            return token;
        }
        catch (Exception e) when (e is not MimCmException && !cancellationToken.IsCancellationRequested)
        {
            var message = Strings.TokenFailed.With(_authority, settings.Sanitizer.ToParagraph(e.Message));
            throw new MimCmException(MimCmError.Unauthorized, message, e, settings.Sanitizer);
        }
    }

    private AuthenticationHeaderValue ToHeader(SecureString token)
    {
        var text = Open(token);
        return text.Length > 0 && text.All(letter => letter is > ' ' and <= '~')
            ? new AuthenticationHeaderValue("Bearer", text)
            : throw new MimCmException(MimCmError.Unauthorized, Strings.TokenNotOne.With(_authority));
    }

    /// <summary>The characters of a token, without leading and trailing spaces.</summary>
    internal static string Open(SecureString token)
    {
        var memory = Marshal.SecureStringToGlobalAllocUnicode(token);
        try
        {
            return Marshal.PtrToStringUni(memory, token.Length).Trim();
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }
}
