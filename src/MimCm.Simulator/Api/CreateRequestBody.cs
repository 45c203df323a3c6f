using System.Globalization;
using System.Text.Json;
using MimCm.Simulator.Data;

namespace MimCm.Simulator.Api;

/// <summary>The body of a POST, in every form that Microsoft's examples have.</summary>
internal static class CreateRequestBody
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

    /// <summary>The request asked for, still without an id; null where the body does not say enough.</summary>
    public static StoredRequest? Read(ReadOnlyMemory<byte> body, Guid currentUser)
    {
        if (JsonBodyReader.Read(body) is not { } values || values.Text("type") is not { } name || !Types.TryGetValue(name, out var type)
            || !TryId(values.Text("profiletemplateuuid"), ExampleRequests.ProfileTemplate, out var template)
            || !TryId(values.Text("target"), currentUser, out var target)
            || !TryId(values.Text("smartcard"), Guid.Empty, out var card)
            || !TryId(values.Text("profile"), Guid.Empty, out var profile)
            || !byte.TryParse(values.Text("priority") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
            || !TryItems(values.GetValueOrDefault("datacollection"), out var items))
        {
            return null;
        }

        var isSmartcard = profile == Guid.Empty;
        return new StoredRequest
        {
            RequestType = (int)type,
            Flags = isSmartcard ? 2 : 0,
            DataCollection = items,
            OriginatorUserUuid = currentUser,
            TargetUserUuid = target,
            Submitted = SqlDateTime.Now,
            OldSmartcardUuid = card,
            NewSmartcardUuid = type == RequestType.Unblock ? card : Guid.Empty,
            OldProfileUuid = profile,
            Priority = priority,
            Comment = values.Text("comment") ?? "",
            ProfileTemplateUuid = template,
            IsSmartcard = isSmartcard,
        };
    }

    private static bool TryId(string? text, Guid ifNone, out Guid id)
    {
        id = ifNone;
        return string.IsNullOrEmpty(text) || Guid.TryParse(text, out id);
    }

    /// <summary>An array of {"item name":"value"}, or the same written into a string; none is an empty one.</summary>
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
