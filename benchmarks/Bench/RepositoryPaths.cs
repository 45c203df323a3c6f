using MimCm.Tests;

namespace MimCm.Bench;

/// <summary>Paths in the repository and beside this program.</summary>
internal static class RepositoryPaths
{
    /// <summary>The folder that the results are written to, unless another is specified.</summary>
    public static string Docs { get; } = Checkout.PathOf("docs");

    /// <summary>The manifest of the module that the build leaves.</summary>
    public static string Module { get; } = Checkout.PathOf("out", "MimCm", "MimCm.psd1");

    /// <summary>A file in the folder of this program.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
