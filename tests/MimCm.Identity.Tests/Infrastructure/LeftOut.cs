namespace MimCm.Identity.Tests;

/// <summary>Prints one line for each kind of test that could not be run on this machine.</summary>
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
