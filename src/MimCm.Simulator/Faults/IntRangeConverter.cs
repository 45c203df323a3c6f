using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Simulator;

internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : Interval.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options)
    {
        if (value.From == value.To)
            writer.WriteNumberValue(value.From);
        else
            writer.WriteStringValue(value.ToString());
    }
}
