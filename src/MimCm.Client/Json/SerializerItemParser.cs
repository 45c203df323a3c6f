using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MimCm.Json;

/// <summary>Parses items with System.Text.Json.</summary>
/// <param name="typeInfo">The entry of <see cref="ClientJsonContext"/>.</param>
/// <param name="onParsed">Called for each item, for example to store its session; null if not needed.</param>
internal sealed class SerializerItemParser<T>(JsonTypeInfo<T> typeInfo, Action<T>? onParsed = null) : JsonItemParser<T>
    where T : class
{
    private readonly JsonTokenType _token = typeof(T) == typeof(string) ? JsonTokenType.String : JsonTokenType.StartObject;

    /// <inheritdoc/>
    public override T? TryParse(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != _token)
            throw new JsonException(Strings.NotAnItem);

        var end = reader;
        if (!end.TrySkip())
            return null;

        T item;
        try
        {
            item = JsonSerializer.Deserialize(ref reader, typeInfo) ?? throw new JsonException(Strings.NotAnItem);
        }
        catch (JsonException e) when (e.Path is not null)
        {
            throw new JsonException(Strings.PropertyInvalid.With(e.Path), e);
        }
        catch (InvalidOperationException e)
        {
            // A string that contains half a surrogate pair, or bytes that are not UTF-8.
            throw new JsonException(Strings.NotText, e);
        }

        onParsed?.Invoke(item);
        return item;
    }
}
