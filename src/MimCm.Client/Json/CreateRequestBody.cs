using System.Text.Json;

namespace MimCm.Json;

/// <summary>Writes the body of the create call in the form of Microsoft's examples (docs/api.md, section 3.5).</summary>
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

    /// <summary>Writes the data collection. An empty collection is the string "[]", as in two of three examples. Items are an array of objects with
    /// one property each, which is the only form in the examples that is valid JSON (docs/api.md, section 3.5).</summary>
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
