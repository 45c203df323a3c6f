namespace MimCm.Simulator.Data;

/// <summary>The SplitMix64 random number generator. Unlike System.Random, it is guaranteed to return the same numbers on every runtime.</summary>
internal struct SplitMix64(ulong state)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = state;

    public static SplitMix64 Create(int seed, int index, RandomStream purpose) =>
        new(Mix(Mix((ulong)(uint)seed * Step + (ulong)purpose) ^ (uint)index));

    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>Reverses <see cref="Mix"/>, so that an index can be computed from an id without a table.</summary>
    public static ulong Unmix(ulong x)
    {
        x = (x ^ (x >> 31) ^ (x >> 62)) * 0x319642B2D24D8EC3;
        x = (x ^ (x >> 27) ^ (x >> 54)) * 0x96DE1B173F119089;
        return x ^ (x >> 30) ^ (x >> 60);
    }

    public ulong Next() => Mix(_state += Step);

    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    public bool Chance(int perThousand) => Below(1000) < perThousand;

    public T Pick<T>(T[] choices) => choices[Below(choices.Length)];

    public Guid Guid() => GuidEncoding.From(Next(), Next());

    /// <summary>Selects a value with a probability proportional to its weight.</summary>
    public T PickWeighted<T>((T Value, int Weight)[] choices, int total)
    {
        var at = Below(total);
        foreach (var (value, weight) in choices)
        {
            if ((at -= weight) < 0)
                return value;
        }
        return choices[^1].Value;
    }
}
