namespace MimCm.PowerShell.Output;

/// <summary>Tells whether somebody looks at the console: not in a scheduled script, nor where the output goes to a file.</summary>
internal static class InteractiveConsole
{
    private const string Switch = "NonInteractive";

    private static readonly Lazy<bool> Unattended = new(() =>
        !Environment.UserInteractive || Console.IsOutputRedirected || Environment.GetCommandLineArgs().Any(IsSwitch));

    /// <summary>Whether the standard output goes to a file or a pipe.</summary>
    public static bool IsOutputRedirected => Console.IsOutputRedirected;

    /// <summary>Other hosts than the console decide for themselves what they show of a progress record.</summary>
    public static bool IsInteractive(string? host) => host != "ConsoleHost" || !Unattended.Value;

    /// <summary>The console takes the switch shortened, with one dash or two or, on Windows, a slash.</summary>
    internal static bool IsSwitch(string argument)
    {
        var name = argument.TrimStart('-', '/');
        return name.Length < argument.Length && name.Length >= "noni".Length && Switch.StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }
}
