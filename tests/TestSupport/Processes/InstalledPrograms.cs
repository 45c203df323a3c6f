namespace MimCm.Tests;

/// <summary>The programs of this computer.</summary>
internal static class InstalledPrograms
{
    /// <summary>Whether this computer runs Linux and has all the programs.</summary>
    public static bool Include(params string[] programs) =>
        OperatingSystem.IsLinux()
            && programs.All(program => "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program))));
}
