namespace MimCm.Reliability.Tests;

/// <summary>What measures the process: nothing else of these tests runs in it meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Alone in the process";
}
