using System.Management.Automation;

namespace MimCm.Loader;

/// <summary>Runs when the module is imported. The manifest lists this assembly before the cmdlets, so that their dependencies are found in the
/// module's own load context from the first type on.</summary>
public sealed class LoaderInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleLoadContext.Install();
}
