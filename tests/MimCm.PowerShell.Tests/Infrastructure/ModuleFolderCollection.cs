namespace MimCm.PowerShell.Tests;

/// <summary>Tests that pack the module. They run one after the other, because they write the same files.</summary>
[CollectionDefinition(Name)]
public sealed class ModuleFolderCollection
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "The module's folder";
}
