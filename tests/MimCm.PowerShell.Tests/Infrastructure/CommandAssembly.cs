using System.Reflection;

namespace MimCm.PowerShell.Tests;

/// <summary>The assembly of the cmdlets, inspected and not run, because only the reference assembly of PowerShell is beside it.</summary>
internal static class CommandAssembly
{
    private static readonly Assembly Assembly = Assembly.LoadFrom(Repository.Commands);

    /// <summary>Each cmdlet by its name.</summary>
    public static IReadOnlyDictionary<string, Type> Cmdlets { get; } = Assembly.GetExportedTypes()
        .Select(type => (Type: type, Attribute: Attribute(type, "CmdletAttribute")))
        .Where(found => found.Attribute is not null)
        .ToDictionary(found => $"{found.Attribute!.ConstructorArguments[0].Value}-{found.Attribute.ConstructorArguments[1].Value}", found => found.Type);

    /// <summary>The approved verbs of PowerShell.</summary>
    public static IReadOnlySet<string> ApprovedVerbs { get; } = Cmdlets.Values.First().BaseType!.Assembly
        .GetReferencedAssemblies().Where(name => name.Name == "System.Management.Automation").Select(Assembly.Load)
        .SelectMany(engine => engine.GetExportedTypes())
        .Where(type => type.Namespace == "System.Management.Automation" && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
        .SelectMany(type => type.GetFields().Where(field => field.IsLiteral))
        .Select(field => (string)field.GetRawConstantValue()!)
        .ToHashSet();

    public static CustomAttributeData? Attribute(MemberInfo member, string name) =>
        member.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.Name == name);
}
