using System.Buffers.Binary;

namespace MimCm.Simulator.Data;

/// <summary>Encodes two numbers in a version 4 GUID. The first number can be decoded.</summary>
internal static class GuidEncoding
{
    public static Guid From(ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[16];
        var first = (high & ~0xFFFFUL) | 0x4000 | ((high >> 4) & 0xFFF);
        var second = (2UL << 62) | ((high & 0xF) << 58) | (low >> 6);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], second);
        return new Guid(bytes, bigEndian: true);
    }

    public static ulong High(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return (first & ~0xFFFFUL) | ((first & 0xFFF) << 4) | ((second >> 58) & 0xF);
    }
}
