using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Simulator.Faults;

internal sealed class IntRangeConverter : JsonConverter<IntRange>
{
    public override IntRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : IntRange.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, IntRange value, JsonSerializerOptions options)
    {
        if (value.From == value.To)
            writer.WriteNumberValue(value.From);
        else
            writer.WriteStringValue(value.ToString());
    }
}
