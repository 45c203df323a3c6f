using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace MimCm.PowerShell.Output;

/// <summary>Makes text that a server or a user chose fit to be shown. For module/MimCm.Format.ps1xml only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TextFormatter
{
    private const int GuidLength = 36;

    /// <summary>Replaces each character that could move the cursor, change the direction of the text or hide text with a blank.</summary>
    /// <param name="text">The text; null gives an empty one.</param>
    public static string Clean(string? text) => UnicodeText.ReplaceUnsafeCharacters(text ?? "");

    /// <summary>The clean text, or "…" for a GUID in a column that the edge of the console would cut: half a GUID can't be used, and looks like a
    /// whole one.</summary>
    /// <param name="text">The text; null gives an empty one.</param>
    /// <param name="column">The number of characters to the left of the column.</param>
    /// <param name="engine">The PowerShell session that displays it.</param>
    public static string CleanOrLeaveOut(string? text, int column, EngineIntrinsics engine)
    {
        if (engine is null)
            throw new ArgumentNullException(nameof(engine));

        // Some hosts leave the last column of the console empty.
        return IsGuid(text) && ConsoleWidth(engine) - column is > 0 and <= GuidLength ? "…" : Clean(text);
    }

    /// <summary>The clean text, or the first block of a GUID: the column is narrower than a GUID, and its rows are told apart by it.</summary>
    /// <param name="text">The text; null gives an empty one.</param>
    public static string CleanAndShorten(string? text) => IsGuid(text) ? $"{text!.Split('-')[0]}…" : Clean(text);

    /// <summary>Replaces the unsafe characters of several texts.</summary>
    /// <param name="texts">The values, each shown as its text.</param>
    public static string[] CleanAll(object[]? texts) => texts is null ? [] : [.. texts.Select(one => Clean(one?.ToString()))];

    private static bool IsGuid(string? text) => text?.Length == GuidLength && Guid.TryParse(text, out _);

    /// <summary>The width of the console, 0 where there is none. A pipeline into a file or a string uses it, too, unless a width is given.</summary>
    private static int ConsoleWidth(EngineIntrinsics engine)
    {
        try
        {
            return engine.Host.UI?.RawUI?.BufferSize.Width ?? 0;
        }
        catch (Exception e) when (e is HostException or InvalidOperationException or IOException or NotImplementedException or NotSupportedException)
        {
            return 0;
        }
    }
}
