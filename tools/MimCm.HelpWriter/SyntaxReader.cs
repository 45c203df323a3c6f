using System.Text.RegularExpressions;
using Markdig.Syntax;
using MimCm.HelpWriter.Model;

namespace MimCm.HelpWriter;

/// <summary>Reads the section SYNTAX.</summary>
internal static partial class SyntaxReader
{
    public static IReadOnlyList<Syntax> Read(Page page)
    {
        var section = page.Section("SYNTAX");
        return [.. page.Split(section.Blocks, level: 3, section.Title).Select(set => Read(page, set))];
    }

    private static Syntax Read(Page page, Section set)
    {
        if (set.Blocks is not [FencedCodeBlock block])
            throw page.Error(set.Line, "Each parameter set must be one fenced code block.");

        var text = Spaces().Replace(PlainText.OfCode(block), " ").Trim();
        var start = $"{page.Name} ";
        if (!text.StartsWith(start, StringComparison.Ordinal) || !text.EndsWith("[<CommonParameters>]", StringComparison.Ordinal))
            throw page.Error(block, $"The syntax must begin with '{page.Name}' and end with '[<CommonParameters>]'.");

        var parameters = text[start.Length..^"[<CommonParameters>]".Length].Trim();
        var read = Parameter().Matches(parameters).Select(Read).ToList();
        var whole = string.Join(" ", Parameter().Matches(parameters).Select(match => match.Value));
        return whole == parameters
            ? new Syntax(set.Title, read)
            : throw page.Error(block, $"Only '{whole}' of '{parameters}' could be parsed.");
    }

    private static SyntaxParameter Read(Match match)
    {
        // [[-Id] <guid[]>] is optional, [-Id] <guid[]> is mandatory; both are positional.
        var isOptional = match.Groups["optional"].Success;
        return new SyntaxParameter(
            match.Groups["name"].Value,
            IsPositional: match.Groups["positional"].Success,
            IsRequired: !isOptional,
            match.Groups["value"] is { Success: true } value ? value.Value : null);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"
        (?<optional>\[) \[-(?<name>\w+)\] (?<positional>) [ ] <(?<value>[^>]+)> \]
        | \[-(?<name>\w+)\] (?<positional>) [ ] <(?<value>[^>]+)>
        | (?<optional>\[) -(?<name>\w+) (?: [ ] <(?<value>[^>]+)>)? \]
        | -(?<name>\w+) [ ] <(?<value>[^>]+)>",
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Parameter();
}
