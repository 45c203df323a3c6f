using System.Text.Json;

namespace MimCm.Json;

/// <summary>Writes the body of the create call, as Microsoft's examples have it (docs/api.md, section 3).</summary>
internal static class CreateRequestBody
{
    /// <summary>Serializes a request to create.</summary>
    public static byte[] Serialize(NewRequest request)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            WriteDataCollection(writer, request.DataCollection);
            writer.WriteString("type", request.Kind.ToString());
            if (request.ProfileTemplateUuid is { } template)
                writer.WriteString("profiletemplateuuid", template);

            if (request.SmartcardUuid is { } card)
                writer.WriteString("smartcard", card);

            if (request.TargetUserUuid is { } target)
                writer.WriteString("target", target);

            writer.WriteString("comment", request.Comment);
            if (request.Priority is { } priority)
                writer.WriteNumber("priority", priority);

            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    /// <summary>An empty collection is the string "[]", as in two of three examples; items are an array of objects with one property each, the
    /// only form of the examples that is JSON.</summary>
    private static void WriteDataCollection(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string?>> items)
    {
        if (items.Count == 0)
        {
            writer.WriteString("datacollection", "[]");
            return;
        }

        writer.WriteStartArray("datacollection");
        foreach (var item in items)
        {
            writer.WriteStartObject();
            writer.WriteString(item.Key, item.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
