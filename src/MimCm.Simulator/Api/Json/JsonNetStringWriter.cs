using System.Text;
using System.Text.Json;

namespace MimCm.Simulator.Api;

/// <summary> Writes strings like Json.NET. Unlike Json.NET, System.Text.Json escapes characters outside the Basic Multilingual Plane with every
/// encoder.
/// </summary>
internal static class JsonNetStringWriter
{
    public static void WriteJsonNetString(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null || !value.Any(char.IsSurrogate))
        {
            json.WriteString(name, value);
            return;
        }
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.IsBmp)
                text.Append(JsonEncodedText.Encode([(char)rune.Value], RequestJsonWriter.Style.Encoder).Value);
            else
                text.Append(rune);
        }
        json.WritePropertyName(name);
        json.WriteRawValue(text.Append('"').ToString(), skipInputValidation: true);
    }
}
