using Markdig.Syntax;
using MimCm.HelpWriter.Model;

namespace MimCm.HelpWriter;

/// <summary>Reads the section PARAMETERS.</summary>
internal static class ParameterReader
{
    private const string Common = "CommonParameters";

    private static readonly string[] FactNames =
    [
        "Type", "Parameter Sets", "Aliases", "Accepted values", "Required", "Position", "Default value", "Accept pipeline input",
        "Accept wildcard characters",
    ];

    private static readonly string[] Optional = ["Accepted values"];

    public static IReadOnlyList<Parameter> Read(Page page)
    {
        var section = page.Section("PARAMETERS");
        var parts = page.Split(section.Blocks, level: 3, section.Title);
        if (parts.Count == 0 || parts[^1].Title != Common)
            throw page.Error(section.Line, $"The last parameter must be '### {Common}'.");

        var parameters = parts.SkipLast(1).Select(part => Read(page, part)).ToList();
        var sorted = parameters.Select(parameter => parameter.Name).Order(StringComparer.OrdinalIgnoreCase);
        return sorted.SequenceEqual(parameters.Select(parameter => parameter.Name))
            ? parameters
            : throw page.Error(section.Line, "The parameters must be in alphabetical order, without duplicates.");
    }

    private static Parameter Read(Page page, Section part)
    {
        if (!part.Title.StartsWith('-'))
            throw page.Error(part.Line, $"The heading of a parameter must begin with a dash: '{part.Title}'.");

        if (part.Blocks.Count < 2 || part.Blocks[^1] is not FencedCodeBlock { Info: "yaml" } facts)
            throw page.Error(part.Line, $"{part.Title} must have a description followed by a ```yaml block.");

        return new Parameter(part.Title[1..], PlainText.Paragraphs(part.Blocks.SkipLast(1), page), ReadFacts(page, facts));
    }

    private static Dictionary<string, string> ReadFacts(Page page, FencedCodeBlock block)
    {
        var facts = new Dictionary<string, string>();
        var lines = PlainText.OfCode(block).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;

            var line = block.Line + 2 + i;
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? lines[i] : lines[i][..colon];
            if (!FactNames.Contains(name))
                throw page.Error(line, $"'{name}' is not one of {string.Join(", ", FactNames)}.");

            if (!facts.TryAdd(name, lines[i][(colon + 1)..].Trim()))
                throw page.Error(line, $"'{name}' occurs twice.");
        }

        return FactNames.Except(facts.Keys).Except(Optional).FirstOrDefault() is { } missing
            ? throw page.Error(block, $"'{missing}' is missing.")
            : facts;
    }
}
