#if NET
using System.Management.Automation;

namespace MimCm.PowerShell.Module;

/// <summary>Lets scripts write [MimCm.Request]: PowerShell does not look for types in a load context of our own, so that those of the
/// client are made known by name. The names are the process's, not the runspace's: they stay when one runspace removes the module
/// and others still have it, and are written once, as the engine's table of them is not made for several threads.</summary>
internal static class TypeAcceleratorRegistrar
{
    private static readonly Lazy<bool> Added = new(RegisterAll);

    public static void Register() => _ = Added.Value;

    private static bool RegisterAll()
    {
        // Plain loops and calls: this is part of the import, and whatever is used here for the first time costs time there.
        var add = (Action<string, Type>)Delegate.CreateDelegate(
            typeof(Action<string, Type>),
            typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!.GetMethod("Add", [typeof(string), typeof(Type)])!);
        foreach (var type in typeof(Request).Assembly.GetExportedTypes())
        {
            if (type.Namespace == "MimCm")
                add(type.FullName!, type);
        }

        return true;
    }
}
#endif
