using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Simulator.Data;

/// <summary>Reads a number, or the name of an enumeration member in any case. Writes the number.</summary>
internal sealed class EnumNumberConverter<T> : JsonConverter<int> where T : struct, Enum
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
            return number;
        if (reader.TokenType == JsonTokenType.String
            && int.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            return number;
        }
        if (reader.TokenType == JsonTokenType.String && Enum.GetNames<T>().FirstOrDefault(Is(reader.GetString())) is { } name)
            return (int)(object)Enum.Parse<T>(name);
        throw new JsonException($"The value must be a number or one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    private static Func<string, bool> Is(string? text) => name => name.Equals(text, StringComparison.OrdinalIgnoreCase);
}
