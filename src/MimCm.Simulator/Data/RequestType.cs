namespace MimCm.Simulator.Data;

internal enum RequestType
{
    None = 0,
    Enroll = 1,
    Recover = 2,
    Renew = 3,
    Disable = 4,
    Unblock = 5,
    Duplicate = 6,
    Retire = 7,
    RecoverOnBehalf = 8,
    SuspendOrReinstate = 9,
    OnlineUpdate = 10,
    TemporaryCardEnroll = 11,

    /// <summary>An assumed number. The real number is unknown, but not below 12 (docs/api.md, section 4.2).</summary>
    OfflineUnblock = 14,
}
