using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>What is done when the module is imported.</summary>
public sealed class ModuleAssembly : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() =>
#if NET
        TypeLiterals.Add();
#else
        AssemblyResolver.Add();
#endif
}
