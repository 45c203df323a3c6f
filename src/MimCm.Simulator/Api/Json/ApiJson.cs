using System.Text.Encodings.Web;
using System.Text.Json;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>Writes response bodies like Json.NET: PascalCase, enumerations as numbers, and dates of unspecified kind without a zone (docs/api.md,
/// section 1.4).</summary>
internal static class ApiJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Returns an array with one element in each chunk, including the bracket or comma before it. The last chunk closes the array.</summary>
    public static IEnumerable<BodyChunk> Array<T>(IEnumerable<T> elements)
    {
        var before = (byte)'[';
        foreach (var element in elements)
        {
            yield return new((byte[])[before, .. Serialize(element)], EndsElement: true);
            before = (byte)',';
        }
        yield return new(before == '[' ? "[]"u8.ToArray() : "]"u8.ToArray());
    }
}
