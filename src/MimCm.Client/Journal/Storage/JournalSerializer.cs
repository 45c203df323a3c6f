using System.Text;
using System.Text.Json;

namespace MimCm.Journal.Storage;

/// <summary>Converts between a journal line and its bytes.</summary>
internal static class JournalSerializer
{
    /// <summary>The beginning of every line that this code writes.</summary>
    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes("{\"version\":1,\"time\":\"");

    /// <summary>Returns the bytes of a line, with its line feed.</summary>
    public static byte[] Serialize(JournalLine line)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(line, JournalJsonContext.Default.JournalLine);
        Array.Resize(ref json, json.Length + 1);
        json[json.Length - 1] = (byte)'\n';
        return json;
    }

    /// <summary>Reads a line.</summary>
    public static JournalLineKind Deserialize(ReadOnlySpan<byte> bytes, out JournalLine? line)
    {
        line = null;
        if (bytes.IndexOf((byte)0) >= 0)
            return JournalLineKind.ZeroFilled;

        if (IsBlank(bytes))
            return JournalLineKind.Blank;

        try
        {
            line = JsonSerializer.Deserialize(bytes, JournalJsonContext.Default.JournalLine);
        }
        catch (JsonException)
        {
            return JournalLineKind.Damaged;
        }

        if (line?.Version > JournalLine.CurrentVersion)
            return JournalLineKind.NewerVersion;

        return line is { Version: JournalLine.CurrentVersion, Event: not null, Change: not null, Server: not null } && line.Run != Guid.Empty
            ? JournalLineKind.Event
            : JournalLineKind.Damaged;
    }

    /// <summary>Returns whether the bytes can be the beginning of an incomplete line.</summary>
    public static bool IsBeginningOfLine(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Min(bytes.Length, Prefix.Length);
        return bytes.Slice(0, length).SequenceEqual(Prefix.AsSpan(0, length)) && !IsWholeValue(bytes);
    }

    private static bool IsWholeValue(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            return reader.Read() && reader.TrySkip() && reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                return false;
        }

        return true;
    }
}
