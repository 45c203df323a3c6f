namespace MimCm.Identity.Tests;

/// <summary>Tells the one who runs all tests, in one line each, what this machine could not be asked.</summary>
internal static class LeftOut
{
    /// <summary>The folder of the repository.</summary>
    public static readonly string Root = FindRoot();

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Known = [];
    private static readonly string File = Path.Combine(Root, "out", "left-out", "identity.txt");

    static LeftOut() => System.IO.File.Delete(Folder(File));

    public static void Note(string reason)
    {
        lock (Gate)
        {
            if (Known.Add(reason))
                System.IO.File.AppendAllText(File, reason + Environment.NewLine);
        }
    }

    /// <summary>Nothing is left out so far.</summary>
    public static void Begin()
    {
    }

    private static string Folder(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Directory.Build.props")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;

        return folder;
    }
}
