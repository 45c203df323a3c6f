using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using MimCm.Simulator.Control;

namespace MimCm.Simulator.Data;

/// <summary> Reads explicit requests from a JSON file: an array of objects, each with any of the properties of a request. An error contains the
/// position in the file and the expected value.
/// </summary>
internal static partial class SeedFile
{
    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonSerializerOptions Strict = new(ControlJson.Options)
    {
        Converters = { new DateConverter() },
    };

    private static readonly PropertyInfo[] Properties = typeof(StoredRequest).GetProperties();

    /// <exception cref="SeedFileException">The file cannot be read, or contains something other than requests.</exception>
    public static IReadOnlyList<StoredRequest> Read(string path)
    {
        JsonDocument document;
        try
        {
            // Read as text, so that a byte-order mark and Windows PowerShell's UTF-16 are recognized.
            document = JsonDocument.Parse(File.ReadAllText(path), Tolerant);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SeedFileException($"{path} cannot be read: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new SeedFileException($"{path} is not JSON: {e.Message}");
        }
        using (document)
        {
            if (document.RootElement.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
                throw new SeedFileException($"{path}: $ must be an array of requests, such as [{{\"Status\":\"Pending\"}}].");
            var items = document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select((item, index) => (item, $"$[{index}]"))]
                : new[] { (document.RootElement, "$") };
            var requests = new List<StoredRequest>();
            var places = new Dictionary<Guid, string>();
            foreach (var (item, place) in items)
            {
                var request = ParseRequest(path, place, item);
                if (request.Uuid != Guid.Empty && !places.TryAdd(request.Uuid, place))
                {
                    throw new SeedFileException($"{path}: {place}.Uuid {request.Uuid} is also the id of {places[request.Uuid]}. "
                        + "Give another, or leave it out and one is made.");
                }
                requests.Add(request);
            }
            return requests;
        }
    }

    private static StoredRequest ParseRequest(string path, string place, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new SeedFileException($"{path}: {place} must be a request, such as {{\"Status\":\"Pending\"}}, not {Excerpt(item)}.");

        // Each property is read separately, so that the error can contain its name.
        var values = new Dictionary<string, object?>();
        foreach (var (name, value) in item.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            if (Properties.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                throw new SeedFileException($"{path}: {place}.{name} is not a property of a request. The properties are "
                    + $"{string.Join(", ", Properties.Select(p => p.Name))}.");
            }
            if (!values.TryAdd(property.Name, null))
                throw new SeedFileException($"{path}: {place}.{name} is specified twice. Remove one of them.");
            try
            {
                JsonSerializer.Deserialize<StoredRequest>($$"""{"{{property.Name}}":{{value.GetRawText()}}}""", Strict);
            }
            catch (JsonException)
            {
                throw new SeedFileException($"{path}: {place}.{name} expects {Expected(property)}, not {Excerpt(value)}.");
            }
        }
        var request = item.Deserialize<StoredRequest>(Strict)!;

        // Defaults that depend on other properties.
        if (!values.ContainsKey(nameof(StoredRequest.Flags)))
            request = request with { Flags = (request.IsEnrollmentAgent ? 1 : 0) | (request.IsSmartcard ? 2 : 0) };
        if (!values.ContainsKey(nameof(StoredRequest.Completed)) && request.Status == (int)RequestStatus.Completed)
            request = request with { Completed = request.Submitted.AddMinutes(1) };
        return request;
    }

    private static string Expected(PropertyInfo property) => property.Name switch
    {
        nameof(StoredRequest.Status) => $"a number or one of {string.Join(", ", Enum.GetNames<RequestStatus>())}",
        nameof(StoredRequest.RequestType) => $"a number or one of {string.Join(", ", Enum.GetNames<RequestType>())}",
        nameof(StoredRequest.DataCollection) => "an array such as [{\"Name\":\"Badge\",\"Value\":\"4711\"}]",
        _ when property.PropertyType == typeof(Guid) => "a GUID in quotes",
        _ when property.PropertyType == typeof(DateTime) => "a date such as \"2026-03-01T09:00:00Z\"",
        _ when property.PropertyType == typeof(DateTime?) => "a date such as \"2026-03-01T09:00:00Z\", or null",
        _ when property.PropertyType == typeof(bool) => "true or false",
        _ when property.PropertyType == typeof(string) => "text in quotes",
        _ when property.PropertyType == typeof(byte) => "a number from 0 to 255",
        _ => "a number",
    };

    private static string Excerpt(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : $"{text[..60]}...";
    }

    /// <summary>Reads dates with a zone, dates without a zone (UTC), and dates from ConvertTo-Json of Windows PowerShell.</summary>
    private sealed partial class DateConverter : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var date))
                return date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : DateTime.SpecifyKind(date, DateTimeKind.Utc);
            if (reader.TokenType == JsonTokenType.String && Milliseconds().Match(reader.GetString()!) is { Success: true } match
                && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
                && Math.Abs(milliseconds) < 60_000_000_000_000)
            {
                return DateTime.UnixEpoch.AddMilliseconds(milliseconds);
            }
            throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        [GeneratedRegex(@"^/Date\((-?\d+)\)/$")]
        private static partial Regex Milliseconds();
    }
}
