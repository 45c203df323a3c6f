namespace MimCm.Simulator.Data;

internal enum RequestStatus
{
    None = 0,
    Approved = 3,
    Denied = 4,
    Completed = 8,
    Failed = 9,
    Pending = 16,
    Canceled = 17,
    Executing = 18,
}
