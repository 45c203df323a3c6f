using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MimCm.Json;

/// <summary>Parses one item of a response.</summary>
/// <typeparam name="T">The item.</typeparam>
internal abstract class JsonItemParser<T>
    where T : class
{
    /// <summary>Parses the item at whose first token the reader is; returns null when the bytes of the item have not all arrived.</summary>
    /// <exception cref="JsonException">The value is not such an item.</exception>
    public abstract T? TryParse(ref Utf8JsonReader reader);
}
