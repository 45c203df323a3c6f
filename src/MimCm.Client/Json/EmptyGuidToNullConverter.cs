using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Json;

/// <summary>Reads the all-zero GUID as null. The server sends it for "no GUID" (docs/api.md, section 1.4).</summary>
internal sealed class EmptyGuidToNullConverter : JsonConverter<Guid?>
{
    /// <inheritdoc/>
    public override Guid? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Null && reader.GetGuid() is var id && id != Guid.Empty ? id : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Guid? value, JsonSerializerOptions options) => writer.WriteStringValue(value ?? Guid.Empty);
}
