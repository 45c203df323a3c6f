using System.Reflection;
using System.Runtime.Loader;

namespace MimCm.Loader;

/// <summary>Loads the assemblies that the cmdlets refer to, and their dependencies, for this module only, so that another module's versions
/// are not used here, nor the other
/// way round. The cmdlets are in the default context, where PowerShell loads them.</summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    // MimCm.Directory is loaded when the first name is looked up, MimCm.Reporting when a report is created.
    private static readonly string[] Referenced = ["MimCm.Client", "MimCm.Directory", "MimCm.Reporting"];

    // One for the process, so that the types stay the same when the module is imported again or in another runspace.
    private static readonly ModuleLoadContext Instance = new();

    private readonly string _folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;

    private ModuleLoadContext()
        : base("MimCm") => Default.Resolving += (_, name) => Referenced.Contains(name.Name) ? LoadFromAssemblyName(name) : null;

    /// <summary>Makes the default context find those assemblies in this one.</summary>
    /// <exception cref="InvalidOperationException">The default context already contains an assembly of that name, which .NET would use instead.</exception>
    public static void Install()
    {
        GC.KeepAlive(Instance);
        foreach (var assembly in Default.Assemblies)
        {
            if (Referenced.Contains(assembly.GetName().Name))
            {
                throw new InvalidOperationException(
                    $"MimCm cannot be imported: this process has already loaded another {assembly.GetName().Name}, from '{assembly.Location}'. "
                    + "Import MimCm in a new PowerShell process.");
            }
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
