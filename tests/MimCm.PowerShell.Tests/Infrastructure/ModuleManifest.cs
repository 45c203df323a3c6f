using System.Text.RegularExpressions;

namespace MimCm.PowerShell.Tests;

/// <summary>MimCm.psd1, read as text without PowerShell.</summary>
internal static partial class ModuleManifest
{
    private static readonly string Text = File.ReadAllText(Repository.Manifest);

    /// <summary>The strings of a key: one, or an array.</summary>
    public static string[] Strings(string name)
    {
        var entry = Regex.Match(Text, $@"(?m)^\s*{name}\s*=\s*(?:@\((?<value>[^)]*)\)|(?<value>.*))$");
        Assert.True(entry.Success, $"The manifest has no {name}.");
        return [.. Quoted().Matches(entry.Groups["value"].Value).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
