namespace MimCm.PowerShell.Tests;

/// <summary>Paths in the repository in which this assembly was built.</summary>
internal static class Repository
{
    /// <summary>debug or release, the name of the folders of the build.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Manifest => Checkout.PathOf("MimCm.psd1");

    public static string Module => Checkout.PathOf("out", "MimCm");

    public static string Simulator => Checkout.PathOf("out", "build", "bin", "MimCm.Simulator.Tool", Configuration, "MimCm.Simulator.Tool.dll");

    public static string Commands => Checkout.PathOf("out", "build", "bin", "MimCm.PowerShell", $"{Configuration}_net8.0", "MimCm.PowerShell.dll");
}
