namespace MimCm.Bench;

/// <summary>One run.</summary>
internal sealed record Sample
{
    /// <summary>warm; fresh: the first of its length in its process; first: the very first, of a short list.</summary>
    public required string Kind { get; init; }

    public double Milliseconds { get; init; }

    /// <summary>Until the first object could be worked with.</summary>
    public double FirstMilliseconds { get; init; }

    /// <summary>Of the process that was measured.</summary>
    public double CpuMilliseconds { get; init; }

    public long AllocatedBytes { get; init; }

    /// <summary>By how much the process grew at most, as the system counts.</summary>
    public long GrowthBytes { get; init; }

    public long PeakBytes { get; init; }

    /// <summary>What the objects hold, where they were kept.</summary>
    public long? RetainedBytes { get; init; }

    public string? InOrder { get; init; }

    public string? InAnyOrder { get; init; }

    /// <summary>How many bytes a raw download had.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many requests are no longer as they were, says the simulator.</summary>
    public int? Changed { get; init; }
}
