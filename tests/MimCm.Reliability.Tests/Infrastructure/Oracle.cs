using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MimCm.Reliability.Tests;

/// <summary>Says by means of its own what a body holds. It shares nothing with the client but the rules of the contract.</summary>
internal static partial class Oracle
{
    [GeneratedRegex(@"^0001-01-01T00:00:00[+-]\d\d:\d\d$")]
    private static partial Regex Never();

    /// <summary>What is wrong with what the client made of a body; null when nothing is.</summary>
    public static string? Judge(byte[] body, List<Request> requests, MimCmException? failure)
    {
        var expected = Expect(body);
        if (expected is null)
        {
            return failure is not null ? null : $"no error, and {requests.Count} requests of a body that is none";
        }

        if (failure is not null)
            return $"an error for a sound body: {failure.Message}";

        if (requests.Count != expected.Count)
            return $"{requests.Count} requests, not {expected.Count}";

        for (var i = 0; i < requests.Count; i++)
        {
            var got = Describe(requests[i]);
            if (got != expected[i])
                return $"got\n{got}\nnot\n{expected[i]}";
        }

        return null;
    }

    /// <summary>The requests of a body, each as a text of all its values; null when the body is not requests.</summary>
    private static List<string>? Expect(byte[] body)
    {
        if (body is [0xEF, 0xBB, 0xBF, ..])
            body = body[3..];

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Array => [.. root.EnumerateArray().Select(Describe)],
                JsonValueKind.Object => [Describe(root)],
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Describe(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException("not an object");

        var values = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.EnumerateObject())
        {
            if (!Known.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                continue;

            if (!values.TryAdd(property.Name, property.Value))
                throw new FormatException("twice");
        }

        JsonElement? Value(string name) => values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        Guid Id(string name) => Value(name) is { } value ? Guid.Parse(value.GetString()!) : Guid.Empty;
        int Number(string name) => Value(name) is { } value ? (value.TryGetInt32(out var number) ? number : throw new FormatException(name)) : 0;
        bool Flag(string name) => Value(name) is { } value && value.GetBoolean();
        string Text(string name) => Value(name) is { } value ? (value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException(name)) : "";
        long Date(string name) => Value(name) is not { } value || Never().IsMatch(value.GetString()!)
            ? 0
            : value.GetDateTime() is var date && date.Ticks < TimeSpan.TicksPerDay ? 0 : (date.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(date, DateTimeKind.Utc) : date).ToUniversalTime().Ticks;

        var items = new StringBuilder();
        if (Value("DataCollection") is { } list)
        {
            foreach (var item in list.EnumerateArray())
                items.Append(DescribeItem(item));
        }

        var priority = Number("Priority");
        if (priority is < 0 or > 255)
            throw new FormatException("Priority");

        var uuid = Id("Uuid");
        if (uuid == Guid.Empty)
            throw new FormatException("no Uuid");

        return Join(
            uuid, Number("RequestType"), Number("Status"), Number("Flags"), items, Number("DataCollectionFlags"), Id("OriginatorUserUuid"), Id("TargetUserUuid"),
            Date("Submitted"), Date("Completed"), Id("NewProfileUuid"), Id("OldProfileUuid"), Id("NewSmartcardUuid"), Id("OldSmartcardUuid"), priority, Text("Comment"),
            Id("ProfileTemplateUuid"), Text("SecurityDescriptor").TrimEnd('\0'), Flag("IsSmartcard"), Flag("IsEnrollmentAgent"), Flag("IsDataCollectionComplete"));
    }

    private static string DescribeItem(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new FormatException("item");

        string name = "";
        string? value = null;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in item.EnumerateObject())
        {
            var isName = property.Name.Equals("Name", StringComparison.OrdinalIgnoreCase);
            if (!isName && !property.Name.Equals("Value", StringComparison.OrdinalIgnoreCase))
                continue;

            if (!seen.Add(property.Name))
                throw new FormatException("item twice");

            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;

            if (property.Value.ValueKind != JsonValueKind.String)
                throw new FormatException("item value");

            if (isName)
                name = property.Value.GetString()!;
            else
                value = property.Value.GetString();
        }

        return $"({name}={value ?? "<null>"})";
    }

    private static string Describe(Request request) => Join(
        request.Uuid, (int)request.RequestType, (int)request.Status, (int)request.Flags, string.Concat(request.DataCollection.Select(item => $"({item.Name}={item.Value ?? "<null>"})")),
        (int)request.DataCollectionFlags, request.OriginatorUserUuid, request.TargetUserUuid, Ticks(request.Submitted ?? default), Ticks(request.Completed ?? default),
        request.NewProfileUuid ?? Guid.Empty, request.OldProfileUuid ?? Guid.Empty, request.NewSmartcardUuid ?? Guid.Empty, request.OldSmartcardUuid ?? Guid.Empty,
        (int)request.Priority, request.Comment, request.ProfileTemplateUuid, request.SecurityDescriptor, request.IsSmartcard, request.IsEnrollmentAgent, request.IsDataCollectionComplete);

    private static long Ticks(DateTime date) => date == default ? 0 : date.ToUniversalTime().Ticks;

    private static string Join(params object[] values) => string.Join("|", values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    private static readonly string[] Known =
    [
        "Uuid", "RequestType", "Status", "Flags", "DataCollection", "DataCollectionFlags", "OriginatorUserUuid", "TargetUserUuid", "Submitted", "Completed", "NewProfileUuid",
        "OldProfileUuid", "NewSmartcardUuid", "OldSmartcardUuid", "Priority", "Comment", "ProfileTemplateUuid", "SecurityDescriptor", "IsSmartcard", "IsEnrollmentAgent", "IsDataCollectionComplete",
    ];
}
