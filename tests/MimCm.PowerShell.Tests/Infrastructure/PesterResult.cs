namespace MimCm.PowerShell.Tests;

/// <summary>What Pester counted in a file.</summary>
internal sealed record PesterResult(int Passed, int Failed, int Skipped, double Seconds, IReadOnlyList<string> Failures)
{
    /// <summary>The result of a file that Pester did not finish.</summary>
    public static PesterResult Broken(string reason) => new(0, 1, 0, 0, [reason]);
}
