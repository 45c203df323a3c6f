namespace MimCm.Simulator.Data;

/// <summary>Separate sequences of random numbers, so that a status can be computed without the rest of its request.</summary>
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
