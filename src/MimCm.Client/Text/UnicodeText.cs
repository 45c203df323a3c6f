using System.Globalization;
using System.Text;

namespace MimCm.Text;

/// <summary>Defines the characters that must not be written to a terminal, a log or a view.</summary>
internal static class UnicodeText
{
    private const int GuidLength = 36;

    /// <summary>Replaces each character that could move the cursor, change the direction of the text or hide text with a space.</summary>
    public static string ReplaceUnsafeCharacters(string text)
    {
        // Most texts are ASCII, and views show many of them.
        var first = 0;
        while (first < text.Length && text[first] is >= ' ' and <= '~')
            first++;

        StringBuilder? clean = null;
        for (var i = first; i < text.Length;)
        {
            var length = LengthAt(text, i);
            if (IsUnsafe(text, i))
            {
                clean ??= new StringBuilder(text, 0, i, text.Length);
                clean.Append(' ');
            }
            else
            {
                clean?.Append(text, i, length);
            }

            i += length;
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>Returns the text on one line. Unsafe characters and runs of white space become one space, and the ends are trimmed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maximumLength">The length at which the text is truncated and an ellipsis is appended.</param>
    public static string ToSingleLine(string text, int maximumLength = int.MaxValue)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maximumLength));

        // As much more text as is needed to recognize a GUID that the maximum length would cut.
        for (var i = 0; i < text.Length && clean.Length - GuidLength <= maximumLength;)
        {
            var length = LengthAt(text, i);
            if (!char.IsWhiteSpace(text, i) && !IsUnsafe(text, i))
                clean.Append(text, i, length);
            else if (clean.Length > 0 && clean[clean.Length - 1] != ' ')
                clean.Append(' ');

            i += length;
        }

        return Truncate(clean.ToString().TrimEnd(), maximumLength);
    }

    /// <summary>Returns the text, or the beginning of a longer text and an ellipsis. The text is not cut in a surrogate pair, and not in a GUID: a part of
    /// a GUID is not useful, and looks like a complete one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maximumLength">The length at which the text is truncated. The ellipsis is not counted.</param>
    public static string Truncate(string text, int maximumLength)
    {
        if (text.Length <= maximumLength)
            return text;

        for (var start = Math.Max(0, maximumLength - GuidLength + 1); start < maximumLength; start++)
        {
            if (IsGuidAt(text, start))
                return $"{text.Substring(0, start)}…";
        }

        var length = maximumLength > 0 && char.IsHighSurrogate(text[maximumLength - 1]) ? maximumLength - 1 : maximumLength;
        return $"{text.Substring(0, length)}…";
    }

    /// <summary>Whether the character at an index could move the cursor, change the direction of the text or hide text: control and
    /// format characters, line and paragraph separators, invisible fillers, tags and variation selectors, and half a surrogate pair.</summary>
    public static bool IsUnsafe(string text, int index)
    {
        if (text[index] is >= ' ' and <= '~')
            return false;

        return CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
            || (char.IsSurrogatePair(text, index) ? char.ConvertToUtf32(text, index) : text[index])
                is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0
                or (>= 0xE0000 and <= 0xE0FFF);
    }

    /// <summary>Returns how many cells of a terminal a character takes: two for an East Asian wide character, one for half a surrogate pair.</summary>
    public static int CellsOf(char character) => character >= '\u1100'
        && character is <= '\u115F' or (>= '\u2E80' and <= '\uA4CF' and not '\u303F') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF')
            or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF01' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6') ? 2 : 1;

    private static bool IsGuidAt(string text, int index) =>
        index + GuidLength <= text.Length && text[index + 8] == '-' && Guid.TryParseExact(text.Substring(index, GuidLength), "D", out _);

    private static int LengthAt(string text, int index) => char.IsSurrogatePair(text, index) ? 2 : 1;
}
