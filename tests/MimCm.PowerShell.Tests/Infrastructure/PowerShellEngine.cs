namespace MimCm.PowerShell.Tests;

/// <summary>A PowerShell that the Pester files run on.</summary>
/// <param name="Name">For people: where it is from, and its version.</param>
/// <param name="Command">How it is started: the program, and the arguments that come before its own.</param>
/// <param name="PesterVersion">The version of Pester that is used in it.</param>
internal sealed record PowerShellEngine(string Name, IReadOnlyList<string> Command, string PesterVersion)
{
    /// <summary>The Pester files that do not run on it.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The Pester files that run on it; null for all.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>The tags of single tests that cannot run on it.</summary>
    public IReadOnlyList<string> ExcludedTags { get; init; } = [];

    /// <summary>What has to be done before the first process of it starts.</summary>
    public Lazy<Task> Setup { get; init; } = new(() => Task.CompletedTask);

    /// <summary>Whether it runs by means that may themselves fail. Without its setup its files are left out, and a file at which its process
    /// breaks off is run again once; both are printed. What fails on it is a failure as on any other engine.</summary>
    public bool IsEmulated { get; init; }
}
