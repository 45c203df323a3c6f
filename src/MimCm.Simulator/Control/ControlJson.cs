using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MimCm.Simulator.Control;

/// <summary>The JSON options of the control API: names are camelCase, case is ignored when reading, and unknown names are errors.</summary>
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

    /// <summary>Returns a copy of the value with the properties in the JSON replaced.</summary>
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
