namespace MimCm.Simulator;

/// <summary>Separate streams of numbers: a status can be told without drawing all that comes before it.</summary>
internal enum Purpose
{
    Id = 1,
    Status,
    Target,
    Content,
    Users,
    Completion,
    Faults,
    Created,
    Chosen,
}
