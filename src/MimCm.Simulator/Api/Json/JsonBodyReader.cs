using System.Text.Json;

namespace MimCm.Simulator.Api;

/// <summary>Reads a request body like Json.NET: the case of keys and unknown keys are ignored.</summary>
internal static class JsonBodyReader
{
    /// <summary>Returns the values by their lower-case keys; null if the body is not a JSON object.</summary>
    public static Dictionary<string, JsonElement>? Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var values = new Dictionary<string, JsonElement>();
            foreach (var property in document.RootElement.EnumerateObject())
                values[property.Name.ToLowerInvariant()] = property.Value.Clone();
            return values;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the text of a string or number; null for any other value.</summary>
    public static string? Text(this Dictionary<string, JsonElement> body, string key) =>
        body.TryGetValue(key, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;
}
