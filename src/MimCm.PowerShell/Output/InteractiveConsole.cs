namespace MimCm.PowerShell.Output;

/// <summary>Determines whether the session is interactive: not a scheduled script, and not a console whose output is redirected.</summary>
internal static class InteractiveConsole
{
    private const string Switch = "NonInteractive";

    private static readonly Lazy<bool> IsUnattended = new(() =>
        !Environment.UserInteractive || Console.IsOutputRedirected || Environment.GetCommandLineArgs().Any(IsSwitch));

    /// <summary>Whether the standard output goes to a file or a pipe.</summary>
    public static bool IsOutputRedirected => Console.IsOutputRedirected;

    /// <summary>Whether the encoding of the console has all characters of a text.</summary>
    public static bool CanShow(string text)
    {
        try
        {
            var encoding = Console.OutputEncoding;
            return encoding.GetString(encoding.GetBytes(text)) == text;
        }
        catch (IOException)
        {
            // There is no console.
            return false;
        }
    }

    /// <summary>Whether to show progress in this host. Hosts other than the console decide for themselves what they show.</summary>
    public static bool IsInteractive(string? host) => host != "ConsoleHost" || !IsUnattended.Value;

    /// <summary>Whether an argument is -NonInteractive. PowerShell accepts it abbreviated, with one or two dashes or, on Windows, a slash.</summary>
    internal static bool IsSwitch(string argument)
    {
        var name = argument.TrimStart('-', '/');
        return name.Length < argument.Length && name.Length >= "noni".Length && Switch.StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }
}
