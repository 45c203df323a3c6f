namespace MimCm.PowerShell.Tests;

/// <summary>A PowerShell that the Pester files run on.</summary>
/// <param name="Name">For people: where it is from, and its version.</param>
/// <param name="Command">How it is started: the program, and the arguments that come before its own.</param>
/// <param name="PesterVersion">The version of Pester that is used in it.</param>
internal sealed record PowerShellEngine(string Name, IReadOnlyList<string> Command, string PesterVersion);
