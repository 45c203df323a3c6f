#if NET
using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>Lets scripts write [MimCm.Request]: PowerShell does not look for types in a load context of our own, so that
/// they are made known by name.</summary>
internal static class TypeLiterals
{
    private static readonly Type Accelerators = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    /// <summary>The public types of the module that mean something in a script.</summary>
    private static readonly IReadOnlyList<Type> Types =
        [.. new[] { typeof(Request).Assembly, typeof(CmSession).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.Namespace == "MimCm")];

    public static void Add()
    {
        Remove();
        foreach (var type in Types)
            Call("Add", type.FullName!, type);
    }

    public static void Remove()
    {
        foreach (var type in Types)
            Call("Remove", type.FullName!);
    }

    private static void Call(string method, params object[] arguments) =>
        Accelerators.GetMethod(method, [.. arguments.Select(argument => argument is Type ? typeof(Type) : typeof(string))])!.Invoke(obj: null, arguments);
}
#endif
