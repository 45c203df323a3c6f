namespace MimCm.Tests;

/// <summary>What measures the process: no other test runs in it meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Alone in the process";
}
