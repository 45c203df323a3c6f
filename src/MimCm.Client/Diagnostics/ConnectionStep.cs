namespace MimCm;

/// <summary>What has to work, one after the other, until a request can be read.</summary>
public enum ConnectionStep
{
    /// <summary>The address names a server, and may be called like this.</summary>
    Address,

    /// <summary>The server's name has an address.</summary>
    NameResolution,

    /// <summary>Something listens there.</summary>
    Tcp,

    /// <summary>Its certificate is trusted and there is a common TLS.</summary>
    Tls,

    /// <summary>The server takes the identity.</summary>
    Authentication,

    /// <summary>The API is there, and this identity may list requests.</summary>
    Api,
}
