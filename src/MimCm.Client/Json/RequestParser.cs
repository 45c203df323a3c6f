using System.Text.Json;

namespace MimCm.Json;

/// <summary>Parses requests.</summary>
/// <param name="source">The connection that is stored in each request.</param>
internal sealed class RequestParser(object? source) : JsonItemParser<Request>
{
    private readonly Utf8StringPool _strings = new();

    /// <inheritdoc/>
    public override Request? TryParse(ref Utf8JsonReader reader) => RequestJsonConverter.TryRead(ref reader, source, _strings);
}
