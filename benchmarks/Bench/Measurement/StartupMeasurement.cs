namespace MimCm.Bench;

/// <summary>The import of a module and the first call, in a new process.</summary>
internal sealed record StartupMeasurement
{
    public string Subject { get; init; } = "";

    public double ImportMilliseconds { get; init; }

    public double FirstMilliseconds { get; init; }

    /// <summary>Further imports in the same process.</summary>
    public IReadOnlyList<double> AgainMilliseconds { get; init; } = [];

    /// <summary>From the start of the process to its end.</summary>
    public double ProcessMilliseconds { get; init; }

    public IReadOnlyList<string> LoadedByImport { get; init; } = [];

    public IReadOnlyList<string> LoadedByCall { get; init; } = [];

    public int Count { get; init; }
}
