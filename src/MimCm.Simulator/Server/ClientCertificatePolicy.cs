namespace MimCm.Simulator;

/// <summary>Whether TLS asks the client for a certificate.</summary>
public enum ClientCertificatePolicy
{
    None,
    Allow,

    /// <summary>Without one the product answers IIS's 403.7 page, after the handshake.</summary>
    Require,
}
