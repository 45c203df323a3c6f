#if NET
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace MimCm.Json;

/// <summary>Reads a request that is written as the server does: every property, in its order, without blanks. That is all of them,
/// and takes half the time of looking at each token. Whatever is otherwise in any way is left to <see cref="RequestJsonConverter"/>,
/// which alone decides what is wrong.</summary>
internal ref struct UsualRequest
{
    private const int GuidLength = 36;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private bool _isUsual;

    private UsualRequest(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _isUsual = true;
    }

    /// <summary>The state of a reader that has just read a request in a list.</summary>
    public static JsonReaderState Behind(JsonReaderOptions rules)
    {
        var reader = new Utf8JsonReader("[{}"u8, isFinalBlock: false, new JsonReaderState(rules));
        while (reader.Read())
        {
        }

        return reader.CurrentState;
    }

    /// <summary>Reads the request that the bytes begin with; null when it is written in another way or has not come whole.</summary>
    /// <param name="bytes">From the opening brace on.</param>
    /// <param name="source">What the request is to remember as where it came from.</param>
    /// <param name="texts">Where equal texts become one.</param>
    /// <param name="length">How many bytes the request takes.</param>
    public static Request? TryRead(ReadOnlySpan<byte> bytes, object? source, Utf8StringPool texts, out int length)
    {
        var reader = new UsualRequest(bytes);
        var request = reader.Read(source, texts);
        length = reader._at;
        return reader._isUsual ? request : null;
    }

    private Request? Read(object? source, Utf8StringPool texts)
    {
        Skip("{\"Uuid\":\""u8);
        var uuid = ReadGuid();
        Skip("\",\"RequestType\":"u8);
        var type = ReadNumber();
        Skip(",\"Status\":"u8);
        var status = ReadNumber();
        Skip(",\"Flags\":"u8);
        var flags = ReadNumber();
        Skip(",\"DataCollection\":["u8);
        if (!_isUsual || uuid == Guid.Empty)
            return Other();

        var items = ReadItems();
        Skip("],\"DataCollectionFlags\":"u8);
        var dataCollectionFlags = ReadNumber();
        Skip(",\"OriginatorUserUuid\":\""u8);
        var originator = ReadGuid();
        Skip("\",\"TargetUserUuid\":\""u8);
        var target = ReadGuid();
        Skip("\",\"Submitted\":\""u8);
        var submitted = ReadDate();
        Skip("\",\"Completed\":\""u8);
        var completed = ReadDate();
        Skip("\",\"NewProfileUuid\":\""u8);
        var newProfile = ReadGuid();
        Skip("\",\"OldProfileUuid\":\""u8);
        var oldProfile = ReadGuid();
        Skip("\",\"NewSmartcardUuid\":\""u8);
        var newSmartcard = ReadGuid();
        Skip("\",\"OldSmartcardUuid\":\""u8);
        var oldSmartcard = ReadGuid();
        Skip("\",\"Priority\":"u8);
        var priority = ReadNumber();
        Skip(",\"Comment\":\""u8);
        if (!_isUsual || priority is < 0 or > byte.MaxValue)
            return Other();

        var comment = ReadText();
        Skip("\",\"ProfileTemplateUuid\":\""u8);
        var template = ReadGuid();
        Skip("\",\"SecurityDescriptor\":\""u8);
        var securityDescriptor = ReadPooled(texts);
        Skip("\",\"IsSmartcard\":"u8);
        var isSmartcard = ReadBoolean();
        Skip(",\"IsEnrollmentAgent\":"u8);
        var isEnrollmentAgent = ReadBoolean();
        Skip(",\"IsDataCollectionComplete\":"u8);
        var isDataCollectionComplete = ReadBoolean();
        Skip("}"u8);
        if (!_isUsual)
            return null;

        return new Request
        {
            Uuid = uuid,
            RequestType = (RequestType)type,
            Status = (RequestStatus)status,
            Flags = (RequestFlags)flags,
            DataCollection = items,
            DataCollectionFlags = (DataCollectionFlags)dataCollectionFlags,
            OriginatorUserUuid = originator,
            TargetUserUuid = target,
            Submitted = submitted ?? default,
            Completed = completed,
            NewProfileUuid = NullWhenEmpty(newProfile),
            OldProfileUuid = NullWhenEmpty(oldProfile),
            NewSmartcardUuid = NullWhenEmpty(newSmartcard),
            OldSmartcardUuid = NullWhenEmpty(oldSmartcard),
            Priority = (byte)priority,
            Comment = comment,
            ProfileTemplateUuid = template,
            SecurityDescriptor = securityDescriptor,
            IsSmartcard = isSmartcard,
            IsEnrollmentAgent = isEnrollmentAgent,
            IsDataCollectionComplete = isDataCollectionComplete,
            Source = source,
        };
    }

    private static Guid? NullWhenEmpty(Guid value) => value == Guid.Empty ? null : value;

    private Request? Other()
    {
        _isUsual = false;
        return null;
    }

    private void Skip(ReadOnlySpan<byte> expected)
    {
        if (!TrySkip(expected))
            _isUsual = false;
    }

    private bool TrySkip(ReadOnlySpan<byte> expected)
    {
        if (!_bytes[_at..].StartsWith(expected))
            return false;

        _at += expected.Length;
        return true;
    }

    private Guid ReadGuid()
    {
        if (TrySkip("00000000-0000-0000-0000-000000000000"u8))
            return Guid.Empty;

        var rest = _bytes[_at..];
        if (rest.Length < GuidLength || !Utf8Parser.TryParse(rest[..GuidLength], out Guid value, out var length, 'D') || length != GuidLength)
        {
            _isUsual = false;
            return default;
        }

        _at += GuidLength;
        return value;
    }

    /// <summary>A whole number of up to nine digits; what is behind it is looked at by the next skip.</summary>
    private int ReadNumber()
    {
        const int MostDigits = 9;
        var isNegative = TrySkip("-"u8);
        var start = _at;
        var value = 0;
        while (_at < _bytes.Length && _at - start <= MostDigits && _bytes[_at] is >= (byte)'0' and <= (byte)'9' and var digit)
        {
            value = (value * 10) + (digit - '0');
            _at++;
        }

        var digits = _at - start;
        if (digits is 0 or > MostDigits || (digits > 1 && _bytes[start] == '0'))
            _isUsual = false;

        return isNegative ? -value : value;
    }

    private bool ReadBoolean()
    {
        if (TrySkip("true"u8))
            return true;

        Skip("false"u8);
        return false;
    }

    /// <summary>A moment as the server writes them, in local time; null for its "never".</summary>
    private DateTime? ReadDate()
    {
        const int Shortest = 19;
        if (TrySkip("0001-01-01T00:00:00\""u8))
        {
            _at--;
            return null;
        }

        var text = _bytes[_at..];
        if (text.Length < Shortest || (text[4], text[7], text[10], text[13], text[16]) != ('-', '-', 'T', ':', ':'))
            return NoDate();

        var (year, month, day) = ((Digits(text, 0) * 100) + Digits(text, 2), Digits(text, 5), Digits(text, 8));
        var (hour, minute, second) = (Digits(text, 11), Digits(text, 14), Digits(text, 17));
        if (!_isUsual || year < 2 || year > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return NoDate();

        var at = Shortest;
        var ticks = 0;
        if (at < text.Length && text[at] == '.')
        {
            var unit = (int)TimeSpan.TicksPerSecond;
            for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' and var digit; at++)
            {
                unit /= 10;
                ticks += (digit - '0') * unit;
                if (unit == 0)
                    return NoDate();
            }

            if (unit == TimeSpan.TicksPerSecond)
                return NoDate();
        }

        // With another zone, the next skip finds no quotation mark.
        if (at < text.Length && text[at] == 'Z')
            at++;

        _at += at;
        return new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks).ToLocalTime();
    }

    private DateTime? NoDate()
    {
        _isUsual = false;
        return null;
    }

    /// <summary>Two digits.</summary>
    private int Digits(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        if ((uint)tens > 9 || (uint)ones > 9)
            _isUsual = false;

        return (tens * 10) + ones;
    }

    private IReadOnlyList<DataCollectionItem> ReadItems()
    {
        if (_at < _bytes.Length && _bytes[_at] == ']')
            return [];

        var items = new List<DataCollectionItem>();
        do
        {
            Skip("{\"Name\":\""u8);
            var name = ReadText();
            Skip("\",\"Value\":"u8);
            string? value = null;
            if (!TrySkip("null"u8))
            {
                Skip("\""u8);
                value = ReadText();
                Skip("\""u8);
            }

            Skip("}"u8);
            items.Add(new DataCollectionItem(name, value));
        }
        while (_isUsual && TrySkip(","u8));

        return items;
    }

    /// <summary>A text up to its closing quotation mark.</summary>
    private string ReadText()
    {
        var text = ReadRaw();
        if (text.IsEmpty)
            return "";

        // Whether it is text at all is for the parser to say, unless there is nothing in it to ask about.
        return text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 && !text.Contains((byte)'\\') ? Encoding.ASCII.GetString(text) : Decode(text, texts: null);
    }

    private string ReadPooled(Utf8StringPool texts)
    {
        var text = ReadRaw();
        return text.IsEmpty ? "" : texts.Find(text) ?? Decode(text, texts);
    }

    /// <summary>The bytes of a text; empty also where it has not come whole.</summary>
    private ReadOnlySpan<byte> ReadRaw()
    {
        if (!_isUsual)
            return default;

        var start = _at;
        while (true)
        {
            var length = _bytes[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                _isUsual = false;
                return default;
            }

            _at += length;
            if (_bytes[_at] == '"')
                return _bytes[start.._at];

            if (_at + 2 > _bytes.Length)
            {
                _isUsual = false;
                return default;
            }

            _at += 2;
        }
    }

    private string Decode(ReadOnlySpan<byte> text, Utf8StringPool? texts)
    {
        // With the quotation marks around it.
        var reader = new Utf8JsonReader(_bytes.Slice(_at - text.Length - 1, text.Length + 2));
        try
        {
            reader.Read();
            return texts is null ? reader.GetString()! : texts.Read(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _isUsual = false;
            return "";
        }
    }
}
#endif
