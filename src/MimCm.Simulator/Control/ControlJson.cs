using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MimCm.Simulator.Control;

/// <summary>The JSON of the control API: camelCase, read in any case; unknown names are errors.</summary>
internal static class ControlJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>A copy of the value with the properties that the JSON names.</summary>
    public static T Overlay<T>(T value, JsonObject changes)
    {
        var node = JsonSerializer.SerializeToNode(value, Options)!.AsObject();
        foreach (var (name, change) in changes)
        {
            var known = node.Select(p => p.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase));
            node[known ?? name] = change?.DeepClone();
        }
        return node.Deserialize<T>(Options)!;
    }
}
