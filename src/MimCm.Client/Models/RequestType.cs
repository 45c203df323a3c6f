namespace MimCm;

/// <summary>The type of a request (docs/api.md, section 4.2). TemporaryCardDisable, TemporaryCardRetire and OfflineUnblock have no published
/// number. Numbers without a name are kept and displayed as the number.</summary>
public enum RequestType
{
    /// <summary>No type. The number is inferred (docs/api.md, section 4.2).</summary>
    None = 0,

    /// <summary>Issues the first profile or smart card.</summary>
    Enroll = 1,

    /// <summary>Restores the certificates and keys of a lost profile or smart card.</summary>
    Recover = 2,

    /// <summary>Issues new certificates before the current ones expire.</summary>
    Renew = 3,

    /// <summary>Revokes the certificates and disables the profile or smart card. In the portal and when a request is created, the name is Revoke.</summary>
    Disable = 4,

    /// <summary>Unblocks the PIN of a smart card.</summary>
    Unblock = 5,

    /// <summary>Issues a second profile or smart card with the same content.</summary>
    Duplicate = 6,

    /// <summary>Retires a profile or smart card.</summary>
    Retire = 7,

    /// <summary>Restores certificates and keys for another user.</summary>
    RecoverOnBehalf = 8,

    /// <summary>Suspends a profile or smart card, or reinstates a suspended one.</summary>
    SuspendOrReinstate = 9,

    /// <summary>Updates the content of a profile or smart card that is in use.</summary>
    OnlineUpdate = 10,

    /// <summary>Issues a temporary smart card.</summary>
    TemporaryCardEnroll = 11,
}
