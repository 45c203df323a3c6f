using System.Text.Json;
using System.Text.Json.Nodes;

namespace MimCm.Simulator;

internal static class FaultRules
{
    /// <summary>A list of rules; one may stand without the array.</summary>
    /// <exception cref="ArgumentException">A rule has a value that none may have.</exception>
    public static List<FaultRule> Read(JsonNode? json)
    {
        var items = json is JsonArray array ? [.. array] : new[] { json };
        List<FaultRule> rules = [.. items.Select(item => item.Deserialize<FaultRule>(ControlJson.Options)
            ?? throw new FormatException("A fault rule is a JSON object, such as {\"path\":\"list\",\"status\":503}."))];
        _ = new FaultBook { Rules = rules };
        return rules;
    }
}
