namespace MimCm.PowerShell.Tests;

/// <summary>A PowerShell that runs the Pester files.</summary>
/// <param name="Name">The name to display: its origin and version.</param>
/// <param name="Command">The command line: the program, and the arguments before those of PowerShell.</param>
/// <param name="PesterVersion">The version of Pester that is used in it.</param>
internal sealed record PowerShellEngine(string Name, IReadOnlyList<string> Command, string PesterVersion)
{
    /// <summary>The Pester files that do not run on it.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The Pester files that run on it; null for all.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>The tags of single tests that cannot run on it.</summary>
    public IReadOnlyList<string> ExcludedTags { get; init; } = [];

    /// <summary>The setup before its first process starts.</summary>
    public Lazy<Task> Setup { get; init; } = new(() => Task.CompletedTask);

    /// <summary>Whether it runs by an emulator that can fail. If its setup fails, its files are skipped. If its process ends during a file,
    /// the file is run once more. Both are printed. A failed test is a failure as on any other engine.</summary>
    public bool IsEmulated { get; init; }
}
