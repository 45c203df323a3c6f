using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>What is done when the module is imported and removed.</summary>
public sealed class ModuleAssembly : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() =>
#if NET
        TypeLiterals.Add();
#else
        AssemblyResolver.Add();
#endif

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
#if NET
        TypeLiterals.Remove();
#endif
    }
}
