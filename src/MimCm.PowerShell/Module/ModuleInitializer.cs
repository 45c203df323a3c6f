using System.Management.Automation;

namespace MimCm.PowerShell.Module;

/// <summary>Runs when the module is imported.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() =>
#if NET
        TypeAcceleratorRegistrar.Register();
#else
        AssemblyResolver.Register();
#endif
}
