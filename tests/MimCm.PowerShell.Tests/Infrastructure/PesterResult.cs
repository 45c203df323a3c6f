namespace MimCm.PowerShell.Tests;

/// <summary>The numbers of Pester for a file.</summary>
internal sealed record PesterResult(int Passed, int Failed, int Skipped, double Seconds, IReadOnlyList<string> Failures)
{
    /// <summary>The reason why the file was not run; null if it was run.</summary>
    public string? NotRun { get; init; }

    /// <summary>The result of a file that an engine does not run.</summary>
    public static PesterResult LeftOut(string reason) => new(0, 0, 0, 0, []) { NotRun = reason };

    /// <summary>The result of a file that Pester did not finish.</summary>
    public static PesterResult Broken(string reason) => new(0, 1, 0, 0, [reason]);
}
