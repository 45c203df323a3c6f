using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Prepares values that a user typed or piped for use in an error message.</summary>
internal static class UserInput
{
    private const int MaxLength = 100;

    /// <summary>Removes the wrapper that PowerShell puts around an object; a custom object stays as it is.</summary>
    public static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>Returns the value of a property, or of a dictionary's key, whose name may be in any case; null if there is none.</summary>
    public static object? GetProperty(object input, string name) => Unwrap(input) switch
    {
        IDictionary dictionary => dictionary.Keys.Cast<object>().Where(key => IsNamed(key, name)).Select(key => dictionary[key]).FirstOrDefault(),
        IDictionary<string, object?> dictionary => dictionary.Where(pair => IsNamed(pair.Key, name)).Select(pair => pair.Value).FirstOrDefault(),
        _ => PSObject.AsPSObject(input).Properties[name]?.Value,
    };

    /// <summary>Whether a value is a list of values: not a string, and not a dictionary, which is one object with properties.</summary>
    public static bool IsList(object? value) => value is IEnumerable and not (string or IDictionary or IDictionary<string, object?>);

    /// <summary>The value as text on one line, without characters that control a terminal, and shortened.</summary>
    public static string Sanitize(object? value) => UnicodeText.ToSingleLine(value?.ToString() ?? "", MaxLength);

    /// <summary>The first character in the text that a screen does not show, such as U+200B, or null if there is none.</summary>
    public static string? FindInvisibleCharacter(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (UnicodeText.IsUnsafe(text, i))
                return "U+" + (char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text, i) : text[i]).ToString("X4", CultureInfo.InvariantCulture);
        }

        return null;
    }

    private static bool IsNamed(object key, string name) => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase);
}
