using System.Reflection;
using System.Xml.Linq;

namespace MimCm.Client.Tests;

/// <summary>The public API of the package.</summary>
public sealed class PublicApiTests
{
    private static readonly Assembly Library = typeof(MimCmClient).Assembly;

    [Fact]
    public void ClientDoesNotReferencePowerShell() =>
        Assert.DoesNotContain(Library.GetReferencedAssemblies(), reference => reference.Name!.StartsWith("System.Management", StringComparison.Ordinal)
            || reference.Name.Contains("PowerShell", StringComparison.Ordinal));

    [Fact]
    public void PublicTypesAreInOneNamespace() =>
        Assert.All(Library.GetExportedTypes(), type => Assert.Equal("MimCm", type.Namespace));

    [Fact]
    public void PublicMembersAreDocumented()
    {
        var documented = XDocument.Load(Path.ChangeExtension(Library.Location, "xml")).Descendants("member")
            .Where(member => member.Elements().Any())
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet();

        foreach (var type in Library.GetExportedTypes())
        {
            Assert.Contains($"T:{type.FullName}", documented);
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(property => property.Name != "EqualityContract"))
            {
                Assert.True(documented.Contains($"P:{type.FullName}.{property.Name}")
                    || documented.Contains($"M:{type.FullName}.#ctor") || IsOfRecord(type, property), $"{type}.{property.Name}");
            }

            if (type.IsEnum)
                Assert.All(Enum.GetNames(type), name => Assert.Contains($"F:{type.FullName}.{name}", documented));
        }
    }

    private static bool IsOfRecord(Type type, PropertyInfo property) =>
        type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name));
}
