using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MimCm.Http;

/// <summary>One call of the API: what is sent, and what its status codes mean.</summary>
/// <param name="method">The HTTP method.</param>
/// <param name="uri">The address with its query.</param>
internal sealed class ApiCall(HttpMethod method, Uri uri)
{
    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>The address with its query.</summary>
    public Uri Uri { get; } = uri;

    /// <summary>The address without its query, as errors show it.</summary>
    public Uri UriWithoutQuery { get; } = uri.Query.Length == 0 ? uri : new Uri(uri.GetLeftPart(UriPartial.Path));

    /// <summary>The JSON to send; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The object that the call is about; null for a collection. The same id in a message of the server is not taken
    /// for a correlation id.</summary>
    public Guid? ItemId { get; init; }

    /// <summary>Whether the response has to be complete within <see cref="ConnectionSettings.ResponseDeadline"/>. A list is not limited.</summary>
    public bool HasDeadline { get; init; } = true;

    /// <summary>The meaning of a status code where it differs from the general one; returns null for all others.</summary>
    public Func<int, (MimCmError Error, string Message)?>? DescribeStatus { get; init; }

    /// <summary>Serializes a value to a body.</summary>
    public static byte[] ToBody<T>(T value, JsonTypeInfo<T> typeInfo) => JsonSerializer.SerializeToUtf8Bytes(value, typeInfo);
}
