using System.Reflection;
using System.Runtime.Loader;

namespace MimCm.Loader;

/// <summary>Keeps what the cmdlets need to itself: they neither get another module's dependencies nor give it theirs. The cmdlets are
/// in PowerShell's own context, where it loads them; the client, and all that it brings, are in this one.</summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    // What the cmdlets refer to; MimCm.Directory is loaded when the first name is looked up, MimCm.Reporting when a report is made.
    private static readonly string[] Referenced = ["MimCm.Client", "MimCm.Directory", "MimCm.Reporting"];

    // Made once in a process, so that the types stay the same when the module is imported again or in another runspace.
    private static readonly ModuleLoadContext Made = new();

    private readonly string _folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;

    private ModuleLoadContext()
        : base("MimCm") => Default.Resolving += (_, name) => Referenced.Contains(name.Name) ? LoadFromAssemblyName(name) : null;

    /// <summary>Has it answer for the assemblies that the cmdlets refer to.</summary>
    public static void Install() => GC.KeepAlive(Made);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
