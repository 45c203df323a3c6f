using System.Text.Json;

namespace MimCm.Simulator;

/// <summary>The body of a PUT: {"status":"Completed"}, the key in any case, other keys overlooked.</summary>
internal static class ChangeBody
{
    public static StatusChange? Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name.Equals("status", StringComparison.OrdinalIgnoreCase))
                    return property.Value.ValueKind == JsonValueKind.String ? Parse(property.Value.GetString()) : null;
            }
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StatusChange? Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "COMPLETED" => StatusChange.Completed,
        "CANCELED" => StatusChange.Canceled,
        "ABANDONED" => StatusChange.Abandoned,
        _ => null,
    };
}
