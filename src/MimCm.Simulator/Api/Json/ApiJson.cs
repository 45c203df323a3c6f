using System.Text.Encodings.Web;
using System.Text.Json;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>Response bodies in the style of Json.NET: PascalCase, enums as numbers, dates without a zone where they have none.</summary>
internal static class ApiJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>An array, one element in each chunk, each with the bracket or comma before it; the last chunk closes the array.</summary>
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
