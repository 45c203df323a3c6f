namespace MimCm.Identity.Tests;

/// <summary>Tells the one who runs all tests, in one line each, what this machine could not be asked.</summary>
internal static class LeftOut
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Known = [];

    public static void Note(string reason)
    {
        lock (Gate)
        {
            if (Known.Add(reason))
                SkippedTestsReport.Write("identity.txt", [.. Known]);
        }
    }
}
