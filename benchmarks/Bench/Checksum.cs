namespace MimCm.Bench;

/// <summary>What identifies a list of requests: how many, and their ids, statuses and dates, in their order and in any. Knows
/// nothing of the code that is measured.</summary>
public sealed class Checksum
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    private ulong _inAnyOrder;
    private ulong _inOrder;

    /// <summary>How many were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a request. Dates are UTC; no date is null.</summary>
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

    /// <summary>The sum that tells the order, too.</summary>
    public string InOrder => $"{Count}-{_inOrder:x16}";

    /// <summary>The sum that is the same in any order.</summary>
    public string InAnyOrder => $"{Count}-{_inAnyOrder:x16}";

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Prime;
        return hash ^ (hash >> 29);
    }
}
