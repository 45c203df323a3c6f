namespace MimCm;

/// <summary>The kind of a request to create: the twelve values that the create call accepts (docs/api.md, section 3.5). The names differ from
/// <see cref="RequestType"/>: the created request has the type Disable for Revoke, SuspendOrReinstate for Reinstate, and TemporaryCardEnroll for
/// TemporaryCards. Microsoft publishes examples for Enroll and Unblock only; the other values are documented as a list.</summary>
public enum RequestKind
{
    /// <summary>Issue a first profile or smart card.</summary>
    Enroll = 201,

    /// <summary>Issue a second smart card or profile with the same content.</summary>
    Duplicate = 202,

    /// <summary>Unblock a smart card that is not connected to the network.</summary>
    OfflineUnblock = 203,

    /// <summary>Update the content of a smart card or profile that is in use.</summary>
    OnlineUpdate = 204,

    /// <summary>Renew certificates before they expire.</summary>
    Renew = 205,

    /// <summary>Recover the certificates and keys of a lost or damaged smart card or profile.</summary>
    Recover = 206,

    /// <summary>Recover the certificates and keys of another user.</summary>
    RecoverOnBehalf = 207,

    /// <summary>Reinstate a suspended smart card or profile.</summary>
    Reinstate = 208,

    /// <summary>Retire a smart card.</summary>
    Retire = 209,

    /// <summary>Disable a smart card or profile. The type of the created request is <see cref="RequestType.Disable"/>.</summary>
    Revoke = 210,

    /// <summary>Issue a temporary smart card.</summary>
    TemporaryCards = 211,

    /// <summary>Unblock the PIN of a smart card.</summary>
    Unblock = 212,
}
