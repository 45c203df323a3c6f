using System.Reflection;
using System.Runtime.Loader;

namespace MimCm.Loader;

/// <summary>Keeps the module's assemblies to itself: it neither gets another module's dependencies nor gives it its own.</summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly object Gate = new();
    private static Assembly? _module;

    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("MimCm") => _folder = folder;

    /// <summary>How often the module was imported in this process, in whatever runspace.</summary>
    public static int Imports { get; private set; }

    /// <summary>The module's assembly; loaded once in a process, so that its types stay the same when it is imported again.</summary>
    public static Assembly LoadModule()
    {
        lock (Gate)
        {
            Imports++;
            var folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
            return _module ??= new ModuleLoadContext(folder).LoadFromAssemblyPath(Path.Combine(folder, "MimCm.PowerShell.dll"));
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
