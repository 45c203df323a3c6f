namespace MimCm.Identity.Tests;

[CollectionDefinition(Name)]
public sealed class RealmCollection : ICollectionFixture<Realm>
{
    public const string Name = "realm";
}
