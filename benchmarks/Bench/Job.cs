using System.Text.Json;

namespace MimCm.Bench;

/// <summary>What one process is to measure; Measure.ps1 and <see cref="Worker"/> read the same.</summary>
internal sealed record Job
{
    public required string Case { get; init; }

    public required string Subject { get; init; }

    /// <summary>The virtual folder.</summary>
    public required string Uri { get; init; }

    /// <summary>The same with a short list, for what is compiled on the first call; null for none.</summary>
    public string? WarmUri { get; init; }

    public int WarmUps { get; init; }

    public int Runs { get; init; } = 5;

    /// <summary>The control API of a simulator that is to begin anew before each run; null for none.</summary>
    public string? Control { get; init; }

    /// <summary>A file of ids; null for none.</summary>
    public string? Ids { get; init; }

    public string Module { get; init; } = Repository.Module;

    public string Sink { get; init; } = Repository.Beside("Sink.dll");

    public static Job Read(string path) => JsonSerializer.Deserialize<Job>(File.ReadAllText(path))!;

    /// <summary>Writes it where a child can read it.</summary>
    public string Write()
    {
        var path = Path.Combine(Path.GetTempPath(), $"mimcm-bench-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(this));
        return path;
    }
}
