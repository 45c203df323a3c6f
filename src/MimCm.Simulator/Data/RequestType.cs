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

    /// <summary>The number is a guess: the real one is not known, only that it is not below 12.</summary>
    OfflineUnblock = 14,
}
