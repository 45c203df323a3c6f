namespace MimCm.Simulator.Api;

/// <summary>The changes that a PUT can request (docs/api.md, section 3.3). There is no status Abandoned; an abandoned request becomes
/// Failed.</summary>
internal enum StatusChange
{
    Completed,
    Canceled,
    Abandoned,
}
