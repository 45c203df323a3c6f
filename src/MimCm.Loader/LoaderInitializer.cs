using System.Management.Automation;

namespace MimCm.Loader;

/// <summary>Runs when the module is imported. The manifest names this assembly before the cmdlets, so that their first type already finds its
/// dependencies in the module's own load context.</summary>
public sealed class LoaderInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleLoadContext.Install();
}
