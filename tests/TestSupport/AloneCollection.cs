namespace MimCm.Tests;

/// <summary>Tests that measure the process. No other test runs in it at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Alone in the process";
}
