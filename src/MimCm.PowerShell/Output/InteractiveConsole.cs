namespace MimCm.PowerShell.Output;

/// <summary>Determines whether the session is interactive. A scheduled script and a console with redirected output are not interactive.</summary>
internal static class InteractiveConsole
{
    private const string Switch = "NonInteractive";

    private static readonly Lazy<bool> IsUnattended = new(() =>
        !Environment.UserInteractive || Console.IsOutputRedirected || Environment.GetCommandLineArgs().Any(IsSwitch));

    /// <summary>Whether the standard output is redirected to a file or a pipe.</summary>
    public static bool IsOutputRedirected => Console.IsOutputRedirected;

    /// <summary>Returns whether the encoding of the console can represent all characters of a text.</summary>
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

    /// <summary>Returns whether to show progress in this host. Hosts other than the console decide themselves what they display.</summary>
    public static bool IsInteractive(string? host) => host != "ConsoleHost" || !IsUnattended.Value;

    /// <summary>Returns whether an argument is -NonInteractive. PowerShell also accepts abbreviations, with one or two dashes or, on Windows, a
    /// slash.</summary>
    internal static bool IsSwitch(string argument)
    {
        var name = argument.TrimStart('-', '/');
        return name.Length < argument.Length && name.Length >= "noni".Length && Switch.StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }
}
