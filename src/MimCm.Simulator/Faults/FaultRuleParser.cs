using System.Text.Json;
using System.Text.Json.Nodes;
using MimCm.Simulator.Control;

namespace MimCm.Simulator.Faults;

internal static class FaultRuleParser
{
    /// <summary>Reads an array of rules, or one rule.</summary>
    /// <exception cref="ArgumentException">A rule has a value that is not allowed.</exception>
    public static List<FaultRule> Parse(JsonNode? json)
    {
        var items = json is JsonArray array ? [.. array] : new[] { json };
        List<FaultRule> rules = [.. items.Select(item => item.Deserialize<FaultRule>(ControlJson.Options)
            ?? throw new FormatException("A fault rule must be a JSON object, such as {\"path\":\"list\",\"status\":503}."))];
        _ = new FaultInjector { Rules = rules };
        return rules;
    }
}
