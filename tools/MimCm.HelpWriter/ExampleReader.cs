using System.Text.RegularExpressions;
using Markdig.Syntax;
using MimCm.HelpWriter.Model;

namespace MimCm.HelpWriter;

/// <summary>Reads the section EXAMPLES.</summary>
internal static partial class ExampleReader
{
    private const int MinimumCount = 3;

    public static IReadOnlyList<Example> Read(Page page)
    {
        var section = page.Section("EXAMPLES");
        var examples = page.Split(section.Blocks, level: 3, section.Title).Select((part, i) => Read(page, part, i + 1)).ToList();
        return examples.Count >= MinimumCount
            ? examples
            : throw page.Error(section.Line, $"There are {examples.Count} examples; the minimum is {MinimumCount}.");
    }

    private static Example Read(Page page, Section part, int number)
    {
        var title = Title().Match(part.Title);
        if (title.Groups["number"].Value != $"{number}")
            throw page.Error(part.Line, $"The heading must be '### Example {number}: ' followed by a title.");

        var at = part.Blocks.FindIndex(block => block is FencedCodeBlock { Info: "powershell" });
        return at >= 0
            ? new Example(
                part.Title,
                PlainText.Paragraphs(part.Blocks.Take(at), page),
                PlainText.OfCode((FencedCodeBlock)part.Blocks[at]),
                PlainText.Paragraphs(part.Blocks.Skip(at + 1), page))
            : throw page.Error(part.Line, "An example must contain a ```powershell block.");
    }

    [GeneratedRegex(@"^Example (?<number>\d+): \S")]
    private static partial Regex Title();
}
