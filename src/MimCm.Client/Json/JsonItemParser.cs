using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MimCm.Json;

/// <summary>Parses one item of a response.</summary>
/// <typeparam name="T">The item.</typeparam>
internal abstract class JsonItemParser<T>
    where T : class
{
    /// <summary>Parses an item. The reader must be at the first token of the item. Returns null if the item has not arrived completely.</summary>
    /// <exception cref="JsonException">The value is not an item of this type.</exception>
    public abstract T? TryParse(ref Utf8JsonReader reader);
}
