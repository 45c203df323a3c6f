using System.Collections;
using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Reads arguments that are names or GUIDs.</summary>
internal static class NameOrId
{
    /// <summary>Returns the argument as a string, or as an array of strings if it is a list. Each string is a name, or a GUID in the default
    /// format.</summary>
    /// <param name="input">The argument.</param>
    /// <param name="properties">The properties that can contain the GUID of an object.</param>
    /// <exception cref="ArgumentTransformationMetadataException">An element is empty or the all-zero GUID.</exception>
    public static object Transform(object? input, params string[] properties)
    {
        var value = UserInput.Unwrap(input);
        return value is IEnumerable list and not string ? list.Cast<object?>().Select(item => ToText(item, properties)).ToArray() : ToText(value, properties);
    }

    private static string ToText(object? input, string[] properties)
    {
        var value = UserInput.Unwrap(input);
        if (value is not (null or string or Guid))
            value = properties.Select(property => PSObject.AsPSObject(value).Properties[property]?.Value).FirstOrDefault(id => id is Guid) ?? value;

        var text = value?.ToString() ?? "";
        if (Guid.TryParse(text, out var guid))
            text = guid != Guid.Empty ? guid.ToString() : "";

        if (UserInput.FindInvisibleCharacter(text) is { } character)
            throw new ArgumentTransformationMetadataException(Strings.IdInvisibleCharacter.With(UserInput.Sanitize(text), character));

        return text.Trim().Length > 0 ? text : throw new ArgumentTransformationMetadataException(Strings.ParameterEmpty);
    }
}
