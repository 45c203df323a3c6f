namespace MimCm;

/// <summary>The type of a request (docs/api.md, section 4.2). TemporaryCardDisable, TemporaryCardRetire and OfflineUnblock have no published
/// number: they, and any other number that is not listed here, are kept and print as the number.</summary>
public enum RequestType
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>Issue a first profile or smart card.</summary>
    Enroll = 1,

    /// <summary>Bring back the certificates and keys of a lost profile or card.</summary>
    Recover = 2,

    /// <summary>Issue new certificates before the old ones end.</summary>
    Renew = 3,

    /// <summary>Revoke and disable. The portal and the REST API's create call say Revoke.</summary>
    Disable = 4,

    /// <summary>Unblock a smart card's PIN.</summary>
    Unblock = 5,

    /// <summary>Issue a second card or profile like the first.</summary>
    Duplicate = 6,

    /// <summary>Take a card out of use.</summary>
    Retire = 7,

    /// <summary>Recover for another user.</summary>
    RecoverOnBehalf = 8,

    /// <summary>Suspend, or reinstate what was suspended.</summary>
    SuspendOrReinstate = 9,

    /// <summary>Change the content of a card or profile that is in use.</summary>
    OnlineUpdate = 10,

    /// <summary>Issue a temporary card.</summary>
    TemporaryCardEnroll = 11,
}
