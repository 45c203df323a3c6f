using System.Management.Automation;
using System.Text.Json;

namespace MimCm.PowerShell.Output;

/// <summary>Converts JSON to objects with a note property for each property. A number becomes the first of Int64, Decimal and Double that can
/// represent it, and a date stays a string.</summary>
internal static class JsonObjectConverter
{
    /// <summary>Converts a JSON text.</summary>
    /// <returns>An object, an array of objects, a value, or null.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static object? Convert(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Convert(document.RootElement);
    }

    private static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => ConvertNumber(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static PSObject ConvertObject(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            // PowerShell ignores the case of names. If two names differ only in case, the last one is used.
            result.Properties.Remove(property.Name);
            result.Properties.Add(new PSNoteProperty(property.Name.Length > 0 ? property.Name : "_", Convert(property.Value)));
        }

        return result;
    }

    private static object ConvertNumber(JsonElement element) =>
        element.TryGetInt64(out var integer) ? integer
        : element.TryGetDecimal(out var number) ? number
        : element.GetDouble();
}
