using System.Reflection;
using System.Runtime.Loader;

namespace MimCm.Loader;

/// <summary>Loads the assemblies that the cmdlets reference, and their dependencies, for this module only. Other modules can therefore use other
/// versions of these assemblies. The cmdlets are in the default context, into which PowerShell loads them.</summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    // MimCm.Directory is loaded when the first name is looked up, MimCm.Reporting when a report is created.
    private static readonly string[] Referenced = ["MimCm.Client", "MimCm.Directory", "MimCm.Reporting"];

    // One context for the process, so that the types are the same if the module is imported again or in another runspace.
    private static readonly ModuleLoadContext Instance = new();

    private readonly string _folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;

    private ModuleLoadContext()
        : base("MimCm") => Default.Resolving += (_, name) => Referenced.Contains(name.Name) ? LoadFromAssemblyName(name) : null;

    /// <summary>Makes the default context resolve these assemblies from this context.</summary>
    /// <exception cref="InvalidOperationException">The default context already contains an assembly with this name, which .NET would use
    /// instead.</exception>
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
