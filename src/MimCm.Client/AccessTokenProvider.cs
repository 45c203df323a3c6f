using System.Security;

namespace MimCm;

/// <summary>Provides access tokens. The client reads a token only to write the header and to remove it from messages, and keeps no copy in clear
/// text. Several calls can ask at the same time, each with the token that was rejected.</summary>
/// <param name="refused">The token that the server has just rejected, the same object that was provided; null for the first. A provider
/// that has provided another token since need not acquire a new one.</param>
/// <param name="cancellationToken">Is canceled when the token is no longer needed.</param>
/// <returns>The token; null when there is no other.</returns>
public delegate Task<SecureString?> AccessTokenProvider(SecureString? refused, CancellationToken cancellationToken);
