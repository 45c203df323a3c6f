namespace MimCm.PowerShell.Tests;

/// <summary>Where things are in the repository that this assembly was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>debug or release, as the build's folders are called.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Manifest => PathOf("MimCm.psd1");

    public static string Module => PathOf("out", "MimCm");

    public static string Simulator => PathOf("out", "build", "bin", "MimCm.Simulator", Configuration, "MimCm.Simulator.dll");

    public static string Commands => PathOf("out", "build", "bin", "MimCm.PowerShell", $"{Configuration}_net8.0", "MimCm.PowerShell.dll");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MimCm.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no repository.");

        return folder.FullName;
    }
}
