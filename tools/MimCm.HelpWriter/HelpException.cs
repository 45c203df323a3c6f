namespace MimCm.HelpWriter;

/// <summary>An error in a help page.</summary>
/// <param name="file">The path of the page.</param>
/// <param name="line">The line, starting at 1.</param>
/// <param name="message">The error and how to correct it.</param>
internal sealed class HelpException(string file, int line, string message) : Exception(message)
{
    /// <summary>Formats the error as build tools and editors expect it.</summary>
    public override string ToString() => $"{file}({line}): error: {Message}";
}
