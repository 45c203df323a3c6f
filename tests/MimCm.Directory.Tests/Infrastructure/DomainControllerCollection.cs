namespace MimCm.DirectoryServices.Tests;

[CollectionDefinition(nameof(DomainController), DisableParallelization = true)]
public sealed class DomainControllerCollection : ICollectionFixture<DomainController>;
