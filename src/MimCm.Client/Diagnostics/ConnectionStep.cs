namespace MimCm;

/// <summary>The steps of a connection test, in order.</summary>
public enum ConnectionStep
{
    /// <summary>The address is valid, and the options allow a connection to it.</summary>
    Address,

    /// <summary>DNS resolves the host name to an address.</summary>
    NameResolution,

    /// <summary>The port accepts a TCP connection.</summary>
    Tcp,

    /// <summary>The TLS handshake succeeds and the certificate is trusted.</summary>
    Tls,

    /// <summary>The server accepts the identity.</summary>
    Authentication,

    /// <summary>The API responds, and the identity has permission to list requests.</summary>
    Api,
}
