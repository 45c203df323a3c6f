using System.Security;

namespace MimCm;

/// <summary>Gives an access token. The client opens it only while it writes the header, and keeps no copy in the clear.</summary>
/// <param name="renew">Whether the server has just refused the token given last.</param>
/// <param name="cancellationToken">Says that nobody waits for the token any more.</param>
/// <returns>The token; null when there is no new one.</returns>
public delegate Task<SecureString?> AccessTokenSource(bool renew, CancellationToken cancellationToken);
