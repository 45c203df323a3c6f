using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Json;

/// <summary>Reads and writes a request in the form of the API. Reading is a single pass that can stop at the end of the available bytes, so that a
/// list can be read while it arrives.</summary>
internal sealed class RequestJsonConverter : JsonConverter<Request>
{
    private const string NotCompleted = "0001-01-01T00:00:00";

    private static readonly PropertyNameTable Fields = new(
        [.. Enum.GetNames(typeof(RequestProperty)).Take((int)RequestProperty.Unknown)]);

    private static readonly PropertyNameTable ItemFields = new(nameof(DataCollectionItem.Name), nameof(DataCollectionItem.Value));

    public override Request Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, source: null, texts: null) ?? throw new JsonException(Strings.BodyCutShort);

    /// <summary>Reads a request. The reader must be at its opening brace. Returns null if the request has not arrived completely.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="source">The connection that the request stores as its source.</param>
    /// <param name="texts">The pool for equal strings; null for a single request.</param>
    /// <exception cref="JsonException">The value is not a request.</exception>
    public static Request? TryRead(ref Utf8JsonReader reader, object? source, Utf8StringPool? texts)
    {
        try
        {
            return TryReadObject(ref reader, source, texts);
        }
        catch (InvalidOperationException e)
        {
            // The reader throws this for a string that is not valid text: half of a surrogate pair, or bytes that are not UTF-8.
            throw new JsonException(Strings.NotText, e);
        }
    }

    private static Request? TryReadObject(ref Utf8JsonReader reader, object? source, Utf8StringPool? texts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(Strings.NotAnObject);

        Guid uuid = default, originator = default, target = default, template = default;
        Guid newProfile = default, oldProfile = default, newSmartcard = default, oldSmartcard = default;
        RequestType type = default;
        RequestStatus status = default;
        RequestFlags flags = default;
        DataCollectionFlags dataCollectionFlags = default;
        IReadOnlyList<DataCollectionItem>? dataCollection = [];
        DateTime? submitted = null, completed = null;
        byte priority = default;
        string comment = "", securityDescriptor = "";
        bool isSmartcard = default, isEnrollmentAgent = default, isDataCollectionComplete = default;

        var seen = 0u;
        var next = 0;
        while (true)
        {
            if (!reader.Read())
                return null;

            if (reader.TokenType == JsonTokenType.EndObject)
                break;

            var field = (RequestProperty)Fields.Find(ref reader, next);
            if (!reader.Read())
                return null;

            if (field == RequestProperty.Unknown)
            {
                if (!reader.TrySkip())
                    return null;

                continue;
            }

            next = (int)field + 1;
            var bit = 1u << (int)field;
            if ((seen & bit) != 0)
                throw Wrong(Strings.PropertyTwice, field);

            seen |= bit;
            if (reader.TokenType == JsonTokenType.Null)
                continue;

            switch (field)
            {
                case RequestProperty.Uuid: uuid = ReadGuid(ref reader, field); break;
                case RequestProperty.RequestType: type = (RequestType)ReadNumber(ref reader, field); break;
                case RequestProperty.Status: status = (RequestStatus)ReadNumber(ref reader, field); break;
                case RequestProperty.Flags: flags = (RequestFlags)ReadNumber(ref reader, field); break;
                case RequestProperty.DataCollection:
                    if ((dataCollection = TryReadItems(ref reader)) is null)
                        return null;
                    break;
                case RequestProperty.DataCollectionFlags: dataCollectionFlags = (DataCollectionFlags)ReadNumber(ref reader, field); break;
                case RequestProperty.OriginatorUserUuid: originator = ReadGuid(ref reader, field); break;
                case RequestProperty.TargetUserUuid: target = ReadGuid(ref reader, field); break;
                case RequestProperty.Submitted: submitted = ReadDate(ref reader, field); break;
                case RequestProperty.Completed: completed = ReadDate(ref reader, field); break;
                case RequestProperty.NewProfileUuid: newProfile = ReadOptionalGuid(ref reader, field); break;
                case RequestProperty.OldProfileUuid: oldProfile = ReadOptionalGuid(ref reader, field); break;
                case RequestProperty.NewSmartcardUuid: newSmartcard = ReadOptionalGuid(ref reader, field); break;
                case RequestProperty.OldSmartcardUuid: oldSmartcard = ReadOptionalGuid(ref reader, field); break;
                case RequestProperty.Priority: priority = ReadPriority(ref reader, field); break;
                case RequestProperty.Comment: comment = ReadText(ref reader, field); break;
                case RequestProperty.ProfileTemplateUuid: template = ReadGuid(ref reader, field); break;
                case RequestProperty.SecurityDescriptor: securityDescriptor = ReadPooled(ref reader, field, texts); break;
                case RequestProperty.IsSmartcard: isSmartcard = ReadBoolean(ref reader, field); break;
                case RequestProperty.IsEnrollmentAgent: isEnrollmentAgent = ReadBoolean(ref reader, field); break;
                case RequestProperty.IsDataCollectionComplete: isDataCollectionComplete = ReadBoolean(ref reader, field); break;
            }
        }

        if (uuid == Guid.Empty)
            throw new JsonException(Strings.NoUuid);

        return new Request
        {
            Uuid = uuid,
            RequestType = type,
            Status = status,
            Flags = flags,
            DataCollection = dataCollection,
            DataCollectionFlags = dataCollectionFlags,
            OriginatorUserUuid = originator,
            TargetUserUuid = target,
            Submitted = submitted,
            Completed = completed,
            NewProfileUuid = NullWhenEmpty(newProfile),
            OldProfileUuid = NullWhenEmpty(oldProfile),
            NewSmartcardUuid = NullWhenEmpty(newSmartcard),
            OldSmartcardUuid = NullWhenEmpty(oldSmartcard),
            Priority = priority,
            Comment = comment,
            ProfileTemplateUuid = template,
            SecurityDescriptor = securityDescriptor,
            IsSmartcard = isSmartcard,
            IsEnrollmentAgent = isEnrollmentAgent,
            IsDataCollectionComplete = isDataCollectionComplete,
            Source = source,
        };
    }

    public override void Write(Utf8JsonWriter writer, Request value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(Request.Uuid), value.Uuid);
        writer.WriteNumber(nameof(Request.RequestType), (int)value.RequestType);
        writer.WriteNumber(nameof(Request.Status), (int)value.Status);
        writer.WriteNumber(nameof(Request.Flags), (int)value.Flags);
        writer.WriteStartArray(nameof(Request.DataCollection));
        foreach (var item in value.DataCollection)
        {
            writer.WriteStartObject();
            writer.WriteString(nameof(item.Name), item.Name);
            writer.WriteString(nameof(item.Value), item.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber(nameof(Request.DataCollectionFlags), (int)value.DataCollectionFlags);
        writer.WriteString(nameof(Request.OriginatorUserUuid), value.OriginatorUserUuid);
        writer.WriteString(nameof(Request.TargetUserUuid), value.TargetUserUuid);
        writer.WriteString(nameof(Request.Submitted), FormatDate(value.Submitted ?? default));
        writer.WriteString(nameof(Request.Completed), FormatDate(value.Completed ?? default));
        writer.WriteString(nameof(Request.NewProfileUuid), value.NewProfileUuid ?? Guid.Empty);
        writer.WriteString(nameof(Request.OldProfileUuid), value.OldProfileUuid ?? Guid.Empty);
        writer.WriteString(nameof(Request.NewSmartcardUuid), value.NewSmartcardUuid ?? Guid.Empty);
        writer.WriteString(nameof(Request.OldSmartcardUuid), value.OldSmartcardUuid ?? Guid.Empty);
        writer.WriteNumber(nameof(Request.Priority), value.Priority);
        writer.WriteString(nameof(Request.Comment), value.Comment);
        writer.WriteString(nameof(Request.ProfileTemplateUuid), value.ProfileTemplateUuid);
        writer.WriteString(nameof(Request.SecurityDescriptor), value.SecurityDescriptor);
        writer.WriteBoolean(nameof(Request.IsSmartcard), value.IsSmartcard);
        writer.WriteBoolean(nameof(Request.IsEnrollmentAgent), value.IsEnrollmentAgent);
        writer.WriteBoolean(nameof(Request.IsDataCollectionComplete), value.IsDataCollectionComplete);
        writer.WriteEndObject();
    }

    private static string FormatDate(DateTime date) => date == default
        ? NotCompleted
        : date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads the data items; null if they have not arrived completely.</summary>
    private static IReadOnlyList<DataCollectionItem>? TryReadItems(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Wrong(Strings.PropertyNotAList, RequestProperty.DataCollection);

        List<DataCollectionItem>? items = null;
        while (true)
        {
            if (!reader.Read())
                return null;

            if (reader.TokenType == JsonTokenType.EndArray)
                return items ?? (IReadOnlyList<DataCollectionItem>)[];

            if (reader.TokenType != JsonTokenType.StartObject)
                throw Wrong(Strings.PropertyNotAList, RequestProperty.DataCollection);

            string name = "";
            string? value = null;
            var next = 0;
            var seen = 0;
            while (true)
            {
                if (!reader.Read())
                    return null;

                if (reader.TokenType == JsonTokenType.EndObject)
                    break;

                var field = ItemFields.Find(ref reader, next);
                next = field + 1;
                if (!reader.Read())
                    return null;

                if (field > 1)
                {
                    if (!reader.TrySkip())
                        return null;

                    continue;
                }

                if ((seen & (1 << field)) != 0)
                    throw new JsonException(Strings.ItemPropertyTwice);

                seen |= 1 << field;
                if (reader.TokenType != JsonTokenType.Null)
                {
                    if (reader.TokenType != JsonTokenType.String)
                        throw new JsonException(Strings.ItemValueNotAString);

                    var text = reader.GetString()!;
                    if (field == 0)
                        name = text;
                    else
                        value = text;
                }
            }

            (items ??= []).Add(new DataCollectionItem(name, value));
        }
    }

    private static Guid? NullWhenEmpty(Guid value) => value == Guid.Empty ? null : value;

    private static Guid ReadGuid(ref Utf8JsonReader reader, RequestProperty field)
    {
        if (reader.TokenType == JsonTokenType.String && (reader.TryGetGuid(out var value) || Guid.TryParse(reader.GetString(), out value)))
            return value;

        throw Wrong(Strings.PropertyNotAGuid, field);
    }

    /// <summary>Reads an id that most requests do not have. The server writes the all-zero id, and comparing it is faster than parsing it.</summary>
    private static Guid ReadOptionalGuid(ref Utf8JsonReader reader, RequestProperty field) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("00000000-0000-0000-0000-000000000000"u8)
            ? Guid.Empty
            : ReadGuid(ref reader, field);

    private static int ReadNumber(ref Utf8JsonReader reader, RequestProperty field) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : throw Wrong(Strings.PropertyNotANumber, field);

    private static byte ReadPriority(ref Utf8JsonReader reader, RequestProperty field) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out var value) ? value : throw Wrong(Strings.PropertyNotANumber, field);

    private static bool ReadBoolean(ref Utf8JsonReader reader, RequestProperty field) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Wrong(Strings.PropertyNotABoolean, field);

    /// <summary>Returns the text without trailing NUL characters. The server appends one for each entry of a security descriptor (docs/api.md,
    /// section 3.2).</summary>
    private static string ReadPooled(ref Utf8JsonReader reader, RequestProperty field, Utf8StringPool? texts)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw Wrong(Strings.PropertyNotAString, field);

        return texts is null ? Utf8StringPool.Decode(ref reader) : texts.Read(ref reader);
    }

    private static string ReadText(ref Utf8JsonReader reader, RequestProperty field) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong(Strings.PropertyNotAString, field);

    /// <summary>Returns the date in local time. A date without a zone is UTC, and the server's "no date" is null (docs/api.md, section
    /// 1.4).</summary>
    private static DateTime? ReadDate(ref Utf8JsonReader reader, RequestProperty field)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw Wrong(Strings.PropertyNotADate, field);

        // The form that the server writes.
        if (reader.ValueTextEquals("0001-01-01T00:00:00"u8))
            return null;

        if (!reader.TryGetDateTime(out var value))
            return IsNever(reader.GetString()!) ? null : throw Wrong(Strings.PropertyNotADate, field);

        if (HasEmptyFraction(ref reader))
            throw Wrong(Strings.PropertyNotADate, field);

        // A date in any time zone.
        if (value.Ticks < TimeSpan.TicksPerDay)
            return null;

        return value.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc).ToLocalTime() : value.ToLocalTime();
    }

    /// <summary>Whether the seconds end with a decimal point. The platform accepts this, but it is not ISO 8601.</summary>
    private static bool HasEmptyFraction(ref Utf8JsonReader reader)
    {
        const int Point = 19;
        var text = reader.HasValueSequence ? default : reader.ValueSpan;
        return text.Length > Point && text[Point] == '.' && (text.Length == Point + 1 || text[Point + 1] is < (byte)'0' or > (byte)'9');
    }

    /// <summary>Whether the value is the server's "no date", written in a time zone in which it is before the minimum DateTime value.</summary>
    private static bool IsNever(string text) =>
        text.Length == NotCompleted.Length + 6
        && text.StartsWith(NotCompleted, StringComparison.Ordinal)
        && DateTimeOffset.TryParseExact($"2000{text.Substring(4)}", "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static JsonException Wrong(string text, RequestProperty field) => new(text.With(field));
}
