using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Prepares user input for error messages.</summary>
internal static class UserInput
{
    private const int MaxLength = 100;

    /// <summary>Removes the PSObject wrapper of an object. A custom object is returned unchanged.</summary>
    public static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>Returns the value of a property or of a dictionary key, ignoring case; null if there is none.</summary>
    public static object? GetProperty(object input, string name) => Unwrap(input) switch
    {
        IDictionary dictionary => dictionary.Keys.Cast<object>().Where(key => IsNamed(key, name)).Select(key => dictionary[key]).FirstOrDefault(),
        IDictionary<string, object?> dictionary => dictionary.Where(pair => IsNamed(pair.Key, name)).Select(pair => pair.Value).FirstOrDefault(),
        _ => PSObject.AsPSObject(input).Properties[name]?.Value,
    };

    /// <summary>Returns whether a value is a list. A string is not a list, and a dictionary is one object with properties.</summary>
    public static bool IsList(object? value) => value is IEnumerable and not (string or IDictionary or IDictionary<string, object?>);

    /// <summary>Returns the value as truncated text on one line, without characters that control a terminal.</summary>
    public static string Sanitize(object? value) => UnicodeText.ToSingleLine(value?.ToString() ?? "", MaxLength);

    /// <summary>Returns the first invisible character in the text, such as U+200B; null if there is none.</summary>
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
