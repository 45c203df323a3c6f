using System.Security.Authentication;

namespace MimCm.Http;

/// <summary>The exception that ends a TLS handshake because the certificate of the server was rejected.</summary>
/// <param name="problem">The problem of the certificate.</param>
internal sealed class CertificateRejectedException(string problem) : AuthenticationException(problem);
