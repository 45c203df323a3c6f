namespace MimCm.Simulator.Data;

/// <summary>Separate sequences of random numbers, so that the status of a request can be computed without its other properties.</summary>
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
