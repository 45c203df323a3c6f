namespace MimCm.PowerShell.Tests;

/// <summary>What packs the module: one after the other, as each writes the same files on the way.</summary>
[CollectionDefinition(Name)]
public sealed class ModuleFolderCollection
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "The module's folder";
}
