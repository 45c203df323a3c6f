#if !NET
using System.Reflection;

namespace MimCm.PowerShell.Module;

/// <summary>Resolves the module's dependencies on Windows PowerShell, which has no load contexts and no binding redirects for modules. It resolves
/// dependencies only for the module's own assemblies, so that other modules do not get the module's versions.</summary>
internal static class AssemblyResolver
{
    private const string Client = "MimCm.Client";

    private static readonly string Folder = Path.GetDirectoryName(typeof(AssemblyResolver).Assembly.Location)!;
    private static int _isRegistered;

    /// <exception cref="InvalidOperationException">Another assembly with the name of the client is loaded, which .NET may use instead.</exception>
    public static void Register()
    {
        if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(IsOtherClient) is { } other)
        {
            throw new InvalidOperationException(
                $"MimCm cannot be imported: this process has already loaded another {Client}, from '{other.Location}'. "
                + "Import MimCm in a new PowerShell process.");
        }

        if (Interlocked.Exchange(ref _isRegistered, 1) == 0)
            AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    internal static Assembly? Resolve(object sender, ResolveEventArgs arguments)
    {
        if (arguments.RequestingAssembly is not { IsDynamic: false } requesting || !IsOwn(requesting.Location))
            return null;

        var path = Path.Combine(Folder, new AssemblyName(arguments.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }

    private static bool IsOtherClient(Assembly assembly) => !assembly.IsDynamic && assembly.GetName().Name == Client && !IsOwn(assembly.Location);

    private static bool IsOwn(string location) =>
        location.Length > 0 && Folder.Equals(Path.GetDirectoryName(location), StringComparison.OrdinalIgnoreCase);
}
#endif
