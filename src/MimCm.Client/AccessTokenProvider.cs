using System.Security;

namespace MimCm;

/// <summary>Provides access tokens. The client reads a token only to write the Authorization header and to remove the token from messages. It keeps
/// no copy in clear text. Several calls can request a token at the same time, each with the token that was rejected.</summary>
/// <param name="refused">The token that the server has just rejected: the same object that the provider returned. Null for the first call. If the
/// provider has returned another token in the meantime, it can return that token again.</param>
/// <param name="cancellationToken">Canceled when the token is no longer needed.</param>
/// <returns>The token; null if there is no other token.</returns>
public delegate Task<SecureString?> AccessTokenProvider(SecureString? refused, CancellationToken cancellationToken);
