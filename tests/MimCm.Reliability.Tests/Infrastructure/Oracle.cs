using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MimCm.Reliability.Tests;

/// <summary>Determines the requests of a body with its own parser, which shares only the documented rules with the client.</summary>
internal static partial class Oracle
{
    [GeneratedRegex(@"^0001-01-01T00:00:00[+-]\d\d:\d\d$")]
    private static partial Regex Never();

    /// <summary>Compares the result of the client with the body; returns null if it is correct, otherwise a description of the difference.</summary>
    public static string? Judge(byte[] body, List<Request> requests, MimCmException? failure)
    {
        body = body is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;
        var complete = FindCompleteItems(body);
        for (var i = 0; i < requests.Count; i++)
        {
            if (i == complete.Count)
                return $"{requests.Count} requests, but only {i} are complete before the damage";

            var got = Describe(requests[i]);
            if (got != complete[i])
                return $"got\n{got}\nnot\n{complete[i]}";
        }

        if (!IsValid(body))
        {
            return failure is null ? $"no error, and {requests.Count} requests of an invalid body"
                : requests.Count < complete.Count ? $"only {requests.Count} requests, though {complete.Count} are complete before the damage"
                : failure.Message.Contains($" {requests.Count} request", StringComparison.Ordinal) ? null
                : $"a message without the number of requests ({requests.Count}): {failure.Message}";
        }

        return failure is not null ? $"an error for a valid body: {failure.Message}"
            : requests.Count == complete.Count ? null
            : $"{requests.Count} requests, not {complete.Count}";
    }

    /// <summary>All values of a request as one text.</summary>
    public static string Describe(Request request) => Join(
        request.Uuid, (int)request.RequestType, (int)request.Status, (int)request.Flags,
        string.Concat(request.DataCollection.Select(item => $"({item.Name}={item.Value ?? "<null>"})")),
        (int)request.DataCollectionFlags, request.OriginatorUserUuid, request.TargetUserUuid,
        Ticks(request.Submitted ?? default), Ticks(request.Completed ?? default), request.NewProfileUuid ?? Guid.Empty, request.OldProfileUuid ?? Guid.Empty,
        request.NewSmartcardUuid ?? Guid.Empty, request.OldSmartcardUuid ?? Guid.Empty,
        (int)request.Priority, request.Comment, request.ProfileTemplateUuid, request.SecurityDescriptor,
        request.IsSmartcard, request.IsEnrollmentAgent, request.IsDataCollectionComplete);

    /// <summary>The requests that are complete and valid before the first damage, as <see cref="Describe(Request)"/> writes them.</summary>
    private static List<string> FindCompleteItems(byte[] body)
    {
        var items = new List<string>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth == 0 && items.Count == 0)
                    continue;

                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                using var item = JsonDocument.Parse(body.AsMemory(start, (int)reader.BytesConsumed - start));
                items.Add(Describe(item.RootElement));
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // The damage.
        }

        return items;
    }

    /// <summary>Whether the whole body is an array of requests, or one request.</summary>
    private static bool IsValid(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var items = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray().ToList() : [document.RootElement];
            return items.TrueForAll(item => Describe(item).Length > 0);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return false;
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
        string Text(string name) => Value(name) is not { } value ? ""
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : throw new FormatException(name);
        long Date(string name)
        {
            if (Value(name) is not { } value || Never().IsMatch(value.GetString()!))
                return 0;

            // A date without a zone is UTC.
            var date = value.GetDateTime();
            return date.Ticks < TimeSpan.TicksPerDay ? 0
                : Clamp((date.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(date, DateTimeKind.Utc) : date).ToUniversalTime());
        }

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
            uuid, Number("RequestType"), Number("Status"), Number("Flags"), items, Number("DataCollectionFlags"),
            Id("OriginatorUserUuid"), Id("TargetUserUuid"), Date("Submitted"), Date("Completed"),
            Id("NewProfileUuid"), Id("OldProfileUuid"), Id("NewSmartcardUuid"), Id("OldSmartcardUuid"), priority, Text("Comment"),
            Id("ProfileTemplateUuid"), Text("SecurityDescriptor").TrimEnd('\0'),
            Flag("IsSmartcard"), Flag("IsEnrollmentAgent"), Flag("IsDataCollectionComplete"));
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

    private static long Ticks(DateTime date) => date == default ? 0 : Clamp(date.ToUniversalTime());

    /// <summary>The last day that a DateTime can hold is one value: a conversion to local time stops at its end.</summary>
    private static long Clamp(DateTime date) => Math.Min(date.Ticks, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay);

    private static string Join(params object[] values) => string.Join("|", values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    private const int MaxDepth = 32;

    private static readonly string[] Known =
    [
        "Uuid", "RequestType", "Status", "Flags", "DataCollection", "DataCollectionFlags", "OriginatorUserUuid", "TargetUserUuid", "Submitted", "Completed",
        "NewProfileUuid", "OldProfileUuid", "NewSmartcardUuid", "OldSmartcardUuid", "Priority", "Comment", "ProfileTemplateUuid", "SecurityDescriptor",
        "IsSmartcard", "IsEnrollmentAgent", "IsDataCollectionComplete",
    ];
}
