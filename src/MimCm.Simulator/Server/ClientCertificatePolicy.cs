namespace MimCm.Simulator;

/// <summary>Whether TLS requests a client certificate.</summary>
public enum ClientCertificatePolicy
{
    None,
    Allow,

    /// <summary>A client certificate is required. Without one, the response after the handshake is the 403.7 page of IIS.</summary>
    Require,
}
