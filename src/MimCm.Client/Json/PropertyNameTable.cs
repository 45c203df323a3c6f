using System.Text;
using System.Text.Json;

namespace MimCm.Json;

/// <summary>Finds a property by its name in any case. Names come in a known order nearly always, so the next one is tried first.</summary>
internal sealed class PropertyNameTable
{
    private readonly byte[][] _names;

    public PropertyNameTable(params string[] names) => _names = [.. names.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The place of the name the reader stands on; the number of names when it is none of them.</summary>
    public int Find(ref Utf8JsonReader reader, int expected)
    {
        // A name with an escape sequence in it, or across two buffers, is legal and rare.
        var name = reader.ValueIsEscaped || reader.HasValueSequence ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

        if (expected < _names.Length && name.SequenceEqual(_names[expected]))
            return expected;

        for (var i = 0; i < _names.Length; i++)
        {
            if (EqualsInAnyCase(name, _names[i]))
                return i;
        }

        // Throws when it is no text: a name that was known before a byte of it was damaged is not just an unknown one.
        reader.GetString();
        return _names.Length;
    }

    private static bool EqualsInAnyCase(ReadOnlySpan<byte> left, byte[] right)
    {
        if (left.Length != right.Length)
            return false;

        for (var i = 0; i < left.Length; i++)
        {
            if (Lower(left[i]) != Lower(right[i]))
                return false;
        }

        return true;
    }

    private static int Lower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter;
}
