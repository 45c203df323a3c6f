using System.Reflection;

namespace MimCm.Bench;

/// <summary>Where things are.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The module as the build leaves it.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "MimCm", "MimCm.psd1");

    /// <summary>A file that lies beside this program.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
