using System.Reflection;

namespace MimCm.Bench;

/// <summary>Paths in the repository and beside this program.</summary>
internal static class RepositoryPaths
{
    public static string Root { get; } = typeof(RepositoryPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The manifest of the module that the build leaves.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "MimCm", "MimCm.psd1");

    /// <summary>A file in the folder of this program.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
