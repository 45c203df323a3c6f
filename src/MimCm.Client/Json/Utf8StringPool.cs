using System.Buffers.Binary;
using System.Text.Json;

namespace MimCm.Json;

/// <summary>Returns the same string object for equal texts of a list. A security descriptor is the largest part of a request, and many requests have
/// the same one.</summary>
internal sealed class Utf8StringPool
{
    private const int Slots = 512;
    private const int Longest = 8 * 1024;

    private Slot[]? _slots;
    private bool _hasRead;

    /// <summary>Returns the text that the reader is at, without trailing NUL characters.</summary>
    /// <exception cref="InvalidOperationException">The value is not valid text.</exception>
    public string Read(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (reader.HasValueSequence || bytes.Length is 0 or > Longest)
            return Decode(ref reader);

        // A single request has no other request to share a string with.
        if (!_hasRead)
        {
            _hasRead = true;
            return Decode(ref reader);
        }

        var hash = Hash(bytes);
        ref var slot = ref (_slots ??= new Slot[Slots])[hash & (Slots - 1)];
        if (slot.Hash != hash)
        {
            // The bytes are stored only for a text that occurs a second time. If all texts differ, storing them would have no benefit.
            slot = new Slot { Hash = hash };
            return Decode(ref reader);
        }

        if (slot.Text is not null && bytes.SequenceEqual(slot.Bytes))
            return slot.Text;

        slot.Text = Decode(ref reader);
        slot.Bytes = bytes.ToArray();
        return slot.Text;
    }

    /// <summary>Returns the text that the reader is at, without trailing NUL characters.</summary>
    /// <exception cref="InvalidOperationException">The value is not valid text.</exception>
    public static string Decode(ref Utf8JsonReader reader)
    {
#if NET
        const int Short = 2048;
        if (!reader.HasValueSequence && reader.ValueSpan.Length <= Short)
        {
            // No character needs fewer bytes in UTF-8 than UTF-16 code units.
            Span<char> text = stackalloc char[Short];
            return text[..reader.CopyString(text)].TrimEnd('\0').ToString();
        }
#endif
        return reader.GetString()!.TrimEnd('\0');
    }

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        const int Word = sizeof(ulong);
        var (one, two, three, four) = ((ulong)bytes.Length, 1UL, 2UL, 3UL);

        // Four independent sums, so that no multiplication has to wait for another.
        for (; bytes.Length >= 4 * Word; bytes = bytes.Slice(4 * Word))
        {
            one = (one ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Prime;
            two = (two ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(Word))) * Prime;
            three = (three ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(2 * Word))) * Prime;
            four = (four ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(3 * Word))) * Prime;
        }

        foreach (var rest in bytes)
            one = (one ^ rest) * Prime;

        var hash = ((one ^ (two >> 32)) * Prime) ^ ((three ^ (four >> 32)) * Prime);
        return (int)(hash >> 32);
    }

    private struct Slot
    {
        public int Hash;
        public byte[]? Bytes;
        public string? Text;
    }
}
