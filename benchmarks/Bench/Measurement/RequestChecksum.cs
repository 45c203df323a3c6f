namespace MimCm.Bench;

/// <summary>A checksum of a list of requests: their number, ids, statuses and dates. Independent of the measured code.</summary>
public sealed class RequestChecksum
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    private ulong _inAnyOrder;
    private ulong _inOrder;

    /// <summary>The number of requests added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a request. Dates are UTC; null for no date.</summary>
    public void Add(Guid id, int status, DateTime submitted, DateTime? completed)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var hash = Mix(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[8..]));
        hash = Mix(hash, (ulong)status);
        hash = Mix(hash, (ulong)submitted.Ticks);
        hash = Mix(hash, (ulong)(completed?.Ticks ?? 0));

        Count++;
        _inAnyOrder += hash;
        _inOrder = Mix(_inOrder, hash);
    }

    /// <summary>The checksum that depends on the order.</summary>
    public string InOrder => $"{Count}-{_inOrder:x16}";

    /// <summary>The checksum that does not depend on the order.</summary>
    public string InAnyOrder => $"{Count}-{_inAnyOrder:x16}";

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Prime;
        return hash ^ (hash >> 29);
    }
}
