#if NET
using System.Management.Automation;

namespace MimCm.PowerShell.Module;

/// <summary>Lets scripts write [MimCm.Request]. PowerShell does not search the module's load context for types, so those of the client are
/// registered by name. The names belong to the process: they stay when one runspace removes the module and others still use it, and are
/// registered once, as the engine's table of names is not thread-safe.</summary>
internal static class TypeAcceleratorRegistrar
{
    private static readonly Lazy<bool> IsRegistered = new(RegisterAll);

    public static void Register() => _ = IsRegistered.Value;

    private static bool RegisterAll()
    {
        // Simple loops and calls, as this is part of the import: every further type used here makes the import slower.
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
