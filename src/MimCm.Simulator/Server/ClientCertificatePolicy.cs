namespace MimCm.Simulator;

/// <summary>Whether TLS requests a client certificate.</summary>
public enum ClientCertificatePolicy
{
    None,
    Allow,

    /// <summary>Without one the response is IIS's 403.7 page, after the handshake.</summary>
    Require,
}
