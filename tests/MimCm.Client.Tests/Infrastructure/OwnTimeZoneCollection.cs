namespace MimCm.Client.Tests;

[CollectionDefinition(nameof(OwnTimeZone), DisableParallelization = true)]
public sealed class OwnTimeZoneCollection;
