using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Json;

/// <summary>Reads a date as local time. A date without a time zone is UTC. A date in the year 1 is null: the server sends it for "no date"
/// (docs/api.md, section 1.4).</summary>
internal sealed class LocalDateTimeConverter : JsonConverter<DateTime?>
{
    /// <inheritdoc/>
    public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;

        var value = reader.GetDateTime();
        if (value.Year == 1)
            return null;

        return value.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc).ToLocalTime() : value.ToLocalTime();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options)
    {
        if (value is { } date)
            writer.WriteStringValue(date.ToUniversalTime());
        else
            writer.WriteNullValue();
    }
}
