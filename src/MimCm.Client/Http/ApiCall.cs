using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MimCm.Http;

/// <summary>One call of the API: the data to send, and the meaning of its status codes.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="uri">The address with its query.</param>
internal sealed class ApiCall(HttpMethod method, Uri uri)
{
    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>The address with its query.</summary>
    public Uri Uri { get; } = uri;

    /// <summary>The address without its query, for error messages.</summary>
    public Uri UriWithoutQuery { get; } = uri.Query.Length == 0 ? uri : new Uri(uri.GetLeftPart(UriPartial.Path));

    /// <summary>The JSON to send; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The id of the object that the call reads or changes; null for a collection. If a message of the server contains this id, it is not
    /// used as the correlation id.</summary>
    public Guid? ItemId { get; init; }

    /// <summary>Whether the response must be complete within <see cref="ConnectionSettings.ResponseDeadline"/>. A list is not limited.</summary>
    public bool HasDeadline { get; init; } = true;

    /// <summary>Returns the error for a status code that has a special meaning for this call; null for all other status codes.</summary>
    public Func<int, (MimCmError Error, string Message)?>? DescribeStatus { get; init; }

    /// <summary>Serializes a value to a body.</summary>
    public static byte[] ToBody<T>(T value, JsonTypeInfo<T> typeInfo) => JsonSerializer.SerializeToUtf8Bytes(value, typeInfo);
}
