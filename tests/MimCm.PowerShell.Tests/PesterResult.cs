using System.Text.Json.Serialization;

namespace MimCm.PowerShell.Tests;

/// <summary>What Pester counted in a file.</summary>
internal sealed record PesterResult(int Passed, int Failed, int Skipped)
{
    /// <summary>What it printed.</summary>
    [JsonIgnore]
    public string Report { get; init; } = "";
}
