namespace MimCm.Bench;

/// <summary>The measured values of one run.</summary>
internal sealed record Measurement
{
    /// <summary>"first" (a short list, the first call of the process), "fresh" (the first run of this length) or "warm".</summary>
    public required string Kind { get; init; }

    public double Milliseconds { get; init; }

    /// <summary>Time until the first object was available.</summary>
    public double FirstMilliseconds { get; init; }

    /// <summary>Processor time of the measured process.</summary>
    public double CpuMilliseconds { get; init; }

    public long AllocatedBytes { get; init; }

    /// <summary>Peak growth of the working set.</summary>
    public long GrowthBytes { get; init; }

    public long PeakBytes { get; init; }

    /// <summary>Memory held by the returned objects, where the subject collects them.</summary>
    public long? RetainedBytes { get; init; }

    public string? InOrder { get; init; }

    public string? InAnyOrder { get; init; }

    /// <summary>The length of a raw download.</summary>
    public long? Bytes { get; init; }

    /// <summary>The number of changed requests, as reported by the simulator.</summary>
    public int? Changed { get; init; }
}
