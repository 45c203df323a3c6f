namespace MimCm.Simulator.Api;

/// <summary>What a PUT may ask for. There is no status Abandoned: such a request ends as Failed.</summary>
internal enum StatusChange
{
    Completed,
    Canceled,
    Abandoned,
}
