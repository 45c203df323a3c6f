using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace MimCm.PowerShell.Output;

/// <summary>Sanitizes text from servers and users for display. Used only by module/MimCm.Format.ps1xml.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TextFormatter
{
    /// <summary>Replaces each character that could move the cursor, change the direction of the text or hide text with a space.</summary>
    /// <param name="text">The text; for null, the result is empty.</param>
    public static string Clean(string? text) => UnicodeText.ReplaceUnsafeCharacters(text ?? "");

    /// <summary>Returns the sanitized text, shortened to one line of its column. A column that is partly beyond the edge of the console is as narrow as
    /// its visible part, and a GUID that has no room there is "…".</summary>
    /// <remarks>A width that a command such as Out-String specifies is not known here. Where it is narrower than the console, the views continue the text
    /// in the next line.</remarks>
    /// <param name="value">The value; for null, the result is empty.</param>
    /// <param name="column">The number of characters to the left of the column.</param>
    /// <param name="width">The width of the column; 0 for a column that takes the rest of the line.</param>
    /// <param name="engine">The PowerShell session that displays the value.</param>
    public static string Fit(object? value, int column, int width, EngineIntrinsics engine)
    {
        if (engine is null)
            throw new ArgumentNullException(nameof(engine));

        var text = Clean(value?.ToString());
        if (text.Length == 0)
            return text;

        // Some hosts do not use the last column of the console.
        var visible = ConsoleWidth(engine) - column - 1;
        if (width == 0)
            width = int.MaxValue;

        return Shorten(text, visible >= 0 && visible < width ? Math.Max(visible, 1) : width);
    }

    /// <summary>Replaces the unsafe characters of several texts.</summary>
    /// <param name="texts">The values.</param>
    public static string[] CleanAll(object[]? texts) => texts is null ? [] : [.. texts.Select(one => Clean(one?.ToString()))];

    /// <summary>Returns the text, or the beginning of a longer text and an ellipsis that together take a number of character cells.</summary>
    private static string Shorten(string text, int width)
    {
        if (text.Length <= width / 2)
            return text;

        // Where the ellipsis would begin if one were necessary.
        var cut = 0;
        var cells = 0;
        for (var i = 0; i < text.Length; i++)
        {
            cells += UnicodeText.CellsOf(text[i]);
            if (cells > width)
                return UnicodeText.Truncate(text, cut);

            if (cells < width)
                cut = i + 1;
        }

        return text;
    }

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
