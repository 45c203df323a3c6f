namespace MimCm.Simulator.Data;

/// <summary>Separate streams of numbers: a status can be told without drawing all that comes before it.</summary>
internal enum RandomStream
{
    Id = 1,
    Status,
    Target,
    Content,
    Users,
    Completion,
    Faults,
    Created,
    ExplicitIds,
    Certificates,
    UserNames,
}
