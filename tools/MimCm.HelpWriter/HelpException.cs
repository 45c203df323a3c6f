namespace MimCm.HelpWriter;

/// <summary>What is wrong with a page, and where.</summary>
/// <param name="file">The page's path.</param>
/// <param name="line">Its line, from 1.</param>
/// <param name="message">What is wrong, and what to write.</param>
internal sealed class HelpException(string file, int line, string message) : Exception(message)
{
    /// <summary>In the form that build tools and editors turn into a link.</summary>
    public override string ToString() => $"{file}({line}): error: {Message}";
}
