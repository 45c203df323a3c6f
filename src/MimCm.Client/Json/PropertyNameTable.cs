using System.Text;
using System.Text.Json;

namespace MimCm.Json;

/// <summary>Finds a property by its name, ignoring case. The names nearly always arrive in a known order, so the next name is compared
/// first.</summary>
internal sealed class PropertyNameTable
{
    private readonly byte[][] _names;

    public PropertyNameTable(params string[] names) => _names = [.. names.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Returns the index of the name that the reader is at, or the number of names if it is not in the table.</summary>
    public int Find(ref Utf8JsonReader reader, int expected)
    {
        // A name that contains an escape sequence or spans two buffers is valid, but rare.
        var name = reader.ValueIsEscaped || reader.HasValueSequence ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;

        if (expected < _names.Length && name.SequenceEqual(_names[expected]))
            return expected;

        for (var i = 0; i < _names.Length; i++)
        {
            if (EqualsInAnyCase(name, _names[i]))
                return i;
        }

        // Throws if the name is not valid text. A known name with a damaged byte must not be treated as an unknown property.
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
