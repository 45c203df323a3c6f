using System.Globalization;
using System.Text.Json;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Api;

/// <summary>The body of POST requests, in every form of Microsoft's examples (docs/api.md, section 3.5).</summary>
internal sealed record CreateRequestBody
{
    private static readonly Dictionary<string, RequestType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Enroll"] = RequestType.Enroll,
        ["Duplicate"] = RequestType.Duplicate,
        ["OfflineUnblock"] = RequestType.OfflineUnblock,
        ["OnlineUpdate"] = RequestType.OnlineUpdate,
        ["Renew"] = RequestType.Renew,
        ["Recover"] = RequestType.Recover,
        ["RecoverOnBehalf"] = RequestType.RecoverOnBehalf,
        ["Reinstate"] = RequestType.SuspendOrReinstate,
        ["Retire"] = RequestType.Retire,
        ["Revoke"] = RequestType.Disable,
        ["TemporaryCards"] = RequestType.TemporaryCardEnroll,
        ["Unblock"] = RequestType.Unblock,
    };

    /// <summary>The type; null for an unknown type.</summary>
    public RequestType? Type { get; private init; }

    public Guid? ProfileTemplate { get; private init; }

    /// <summary>The target user; null for the caller.</summary>
    public Guid? Target { get; private init; }

    public Guid Smartcard { get; private init; }

    /// <summary>The id of a software profile. The name of the property is assumed, because no example contains it.</summary>
    public Guid Profile { get; private init; }

    public byte Priority { get; private init; }

    public string Comment { get; private init; } = "";

    public IReadOnlyList<StoredItem> DataCollection { get; private init; } = [];

    /// <summary>Reads the body; null if it is invalid.</summary>
    public static CreateRequestBody? Read(ReadOnlyMemory<byte> body)
    {
        if (JsonBodyReader.Read(body) is not { } values || values.Text("type") is not { } type
            || !TryId(values.Text("profiletemplateuuid"), out var template)
            || !TryId(values.Text("target"), out var target)
            || !TryId(values.Text("smartcard"), out var card)
            || !TryId(values.Text("profile"), out var profile)
            || !byte.TryParse(values.Text("priority") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
            || !TryItems(values.GetValueOrDefault("datacollection"), out var items))
        {
            return null;
        }
        return new()
        {
            Type = Types.TryGetValue(type, out var known) ? known : null,
            ProfileTemplate = template,
            Target = target,
            Smartcard = card ?? Guid.Empty,
            Profile = profile ?? Guid.Empty,
            Priority = priority,
            Comment = values.Text("comment") ?? "",
            DataCollection = items,
        };
    }

    private static bool TryId(string? text, out Guid? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text))
            return true;
        var isId = Guid.TryParse(text, out var parsed);
        id = parsed;
        return isId;
    }

    /// <summary>Reads an array of {"item name":"value"}, or a string that contains such an array. A missing value is an empty array.</summary>
    private static bool TryItems(JsonElement value, out List<StoredItem> items)
    {
        items = [];
        try
        {
            if (value.ValueKind == JsonValueKind.String)
                value = JsonDocument.Parse(value.GetString() is { Length: > 0 } text ? text : "[]").RootElement;
        }
        catch (JsonException)
        {
            return false;
        }
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return true;
        if (value.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object)
                return false;
            items.AddRange(element.EnumerateObject().Select(p => new StoredItem(p.Name, p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString())));
        }
        return true;
    }
}
