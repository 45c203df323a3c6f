using System.Security;

namespace MimCm;

/// <summary>Gives an access token. The client opens it only while it writes the header, and keeps no copy in the clear. It may be
/// called by several calls at once, each with the token that it was refused with.</summary>
/// <param name="refused">The token that the server has just refused, the very object that was given; null when none was. A source
/// that has given another one since need not make a new one.</param>
/// <param name="cancellationToken">Says that nobody waits for the token any more.</param>
/// <returns>The token; null when there is no other one.</returns>
public delegate Task<SecureString?> AccessTokenProvider(SecureString? refused, CancellationToken cancellationToken);
