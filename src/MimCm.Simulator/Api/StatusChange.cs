namespace MimCm.Simulator.Api;

/// <summary>The changes that a PUT can request. There is no status Abandoned: such a request becomes Failed.</summary>
internal enum StatusChange
{
    Completed,
    Canceled,
    Abandoned,
}
