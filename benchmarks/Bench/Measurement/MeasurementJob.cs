using System.Text.Json;

namespace MimCm.Bench;

/// <summary>What one process measures. Measure-Request.ps1 and <see cref="MeasurementWorker"/> read it from a JSON file.</summary>
internal sealed record MeasurementJob
{
    public required string Case { get; init; }

    public required string Subject { get; init; }

    /// <summary>The address of the virtual folder.</summary>
    public required string Uri { get; init; }

    /// <summary>The address of a short list, for the first call of the process; null for none.</summary>
    public string? WarmUri { get; init; }

    public int WarmUps { get; init; }

    public int Runs { get; init; } = 5;

    /// <summary>The control API of the simulator to reset before each run; null for none.</summary>
    public string? Control { get; init; }

    /// <summary>The path of a file with ids, one on each line; null for none.</summary>
    public string? Ids { get; init; }

    public string Module { get; init; } = RepositoryPaths.Module;

    public string Sink { get; init; } = RepositoryPaths.Beside("Sink.dll");

    public static MeasurementJob Read(string path) => JsonSerializer.Deserialize<MeasurementJob>(File.ReadAllText(path))!;

    /// <summary>Writes the job to a temporary file and returns its path.</summary>
    public string Write()
    {
        var path = Path.Combine(Path.GetTempPath(), $"mimcm-bench-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(this));
        return path;
    }
}
