#if !NET
using System.Reflection;

namespace MimCm.PowerShell.Module;

/// <summary>Windows PowerShell has no load contexts and no binding redirects of ours. This answers for the files in the
/// module's own folder, and only when one of them asks, so that no other module gets our versions.</summary>
internal static class AssemblyResolver
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(AssemblyResolver).Assembly.Location)!;
    private static int _added;

    public static void Register()
    {
        if (Interlocked.Exchange(ref _added, 1) == 0)
            AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    internal static Assembly? Resolve(object sender, ResolveEventArgs arguments)
    {
        if (arguments.RequestingAssembly is not { IsDynamic: false } asking || !IsOurs(asking.Location))
            return null;

        var path = Path.Combine(Folder, new AssemblyName(arguments.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }

    private static bool IsOurs(string location) =>
        location.Length > 0 && Folder.Equals(Path.GetDirectoryName(location), StringComparison.OrdinalIgnoreCase);
}
#endif
