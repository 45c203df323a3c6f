using System.Net.Security;

namespace MimCm.Simulator.Auth;

/// <summary>The exchange of Negotiate tokens on one connection, and its result.</summary>
internal sealed class NegotiateSession(string scheme) : IDisposable
{
    private readonly Lock _gate = new();
    private NegotiateAuthentication? _exchange;
    private bool _isDisposed;

    public string Scheme => scheme;

    public bool IsComplete { get; private set; }

    public string? User { get; private set; }

    /// <summary>Kerberos or NTLM; null if not known yet.</summary>
    public string? Package { get; private set; }

    /// <summary>Processes a token. Returns the token to send, or the reason why there is none.</summary>
    public (NegotiateAuthenticationStatusCode Status, string? Blob, string? Error) AcceptToken(string blob)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return (NegotiateAuthenticationStatusCode.GenericFailure, null, "The connection is closed.");
            _exchange ??= new NegotiateAuthentication(new NegotiateAuthenticationServerOptions
            {
                Package = scheme.Equals("NTLM", StringComparison.OrdinalIgnoreCase) ? "NTLM" : "Negotiate",
            });
            string? response;
            NegotiateAuthenticationStatusCode status;
            try
            {
                response = _exchange.GetOutgoingBlob(blob, out status);
            }
            catch (Exception e) when (e is FormatException or PlatformNotSupportedException or DllNotFoundException or TypeInitializationException)
            {
                return (NegotiateAuthenticationStatusCode.GenericFailure, null, e.Message);
            }
            if (status == NegotiateAuthenticationStatusCode.Completed)
            {
                IsComplete = true;
                User = _exchange.RemoteIdentity.Name;
                Package = _exchange.Package;
            }
            return (status, response, $"{status}");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _exchange?.Dispose();
        }
    }
}
