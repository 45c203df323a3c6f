namespace MimCm.Bench;

/// <summary>A module imported in a fresh process, and the first call with it.</summary>
internal sealed record StartSample
{
    public string Subject { get; init; } = "";

    public double ImportMilliseconds { get; init; }

    public double FirstMilliseconds { get; init; }

    /// <summary>Imported again in the same process.</summary>
    public IReadOnlyList<double> AgainMilliseconds { get; init; } = [];

    /// <summary>From the start of the process to its end.</summary>
    public double ProcessMilliseconds { get; init; }

    public IReadOnlyList<string> LoadedByImport { get; init; } = [];

    public IReadOnlyList<string> LoadedByCall { get; init; } = [];

    public int Count { get; init; }
}
