#if NET
using System.Management.Automation;

namespace MimCm.PowerShell.Module;

/// <summary>Registers the types of the client as type accelerators, so that scripts can use [MimCm.Request]. PowerShell does not search the module's
/// load context for types. Type accelerators belong to the process: they stay registered when one runspace removes the module while others still use
/// it. They are registered only once, because the engine's table of type accelerators is not thread-safe.</summary>
internal static class TypeAcceleratorRegistrar
{
    private static readonly Lazy<bool> IsRegistered = new(RegisterAll);

    public static void Register() => _ = IsRegistered.Value;

    private static bool RegisterAll()
    {
        // Simple loops and calls only. This code runs during the import, and every additional type makes the import slower.
        var add = (Action<string, Type>)Delegate.CreateDelegate(
            typeof(Action<string, Type>),
            typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!.GetMethod("Add",
                [typeof(string), typeof(Type)])!);
        foreach (var type in typeof(Request).Assembly.GetExportedTypes())
        {
            if (type.Namespace == "MimCm")
                add(type.FullName!, type);
        }

        return true;
    }
}
#endif
