namespace MimCm.PowerShell.Tests;

/// <summary>What Pester counted in a file.</summary>
internal sealed record PesterResult(int Passed, int Failed, int Skipped, double Seconds, IReadOnlyList<string> Failures)
{
    /// <summary>Why the file was not run; null if it was.</summary>
    public string? NotRun { get; init; }

    /// <summary>The result of a file that an engine left out.</summary>
    public static PesterResult LeftOut(string reason) => new(0, 0, 0, 0, []) { NotRun = reason };

    /// <summary>The result of a file that Pester did not finish.</summary>
    public static PesterResult Broken(string reason) => new(0, 1, 0, 0, [reason]);
}
