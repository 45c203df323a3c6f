using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace MimCm.PowerShell.Output;

/// <summary>Sanitizes text from servers and users for display. Used only by module/MimCm.Format.ps1xml.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TextFormatter
{
    private const int GuidLength = 36;

    /// <summary>Replaces each character that could move the cursor, change the direction of the text or hide text with a space.</summary>
    /// <param name="text">The text; for null, the result is empty.</param>
    public static string Clean(string? text) => UnicodeText.ReplaceUnsafeCharacters(text ?? "");

    /// <summary>Returns the sanitized text, or "…" for a GUID in a column that the edge of the console would cut. A part of a GUID is not useful, and
    /// looks like a complete one.</summary>
    /// <param name="text">The text; for null, the result is empty.</param>
    /// <param name="column">The number of characters to the left of the column.</param>
    /// <param name="engine">The PowerShell session that displays the value.</param>
    public static string CleanOrLeaveOut(string? text, int column, EngineIntrinsics engine)
    {
        if (engine is null)
            throw new ArgumentNullException(nameof(engine));

        // Some hosts do not use the last column of the console.
        return IsGuid(text) && ConsoleWidth(engine) - column is > 0 and <= GuidLength ? "…" : Clean(text);
    }

    /// <summary>Returns the sanitized text, or the first block of a GUID. The column is narrower than a GUID, and the first block is enough to
    /// distinguish the rows.</summary>
    /// <param name="text">The text; for null, the result is empty.</param>
    public static string CleanAndShorten(string? text) => IsGuid(text) ? $"{text!.Split('-')[0]}…" : Clean(text);

    /// <summary>Replaces the unsafe characters of several texts.</summary>
    /// <param name="texts">The values.</param>
    public static string[] CleanAll(object[]? texts) => texts is null ? [] : [.. texts.Select(one => Clean(one?.ToString()))];

    private static bool IsGuid(string? text) => text?.Length == GuidLength && Guid.TryParse(text, out _);

    /// <summary>Returns the width of the console; 0 if there is none. A pipeline to a file or string also uses this width, unless another width is
    /// specified.</summary>
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
