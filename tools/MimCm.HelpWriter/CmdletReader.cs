using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using MimCm.HelpWriter.Model;

namespace MimCm.HelpWriter;

/// <summary>Reads the help page of a cmdlet and verifies that its sections agree.</summary>
internal static class CmdletReader
{
    private static readonly string[] SectionNames =
        ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    public static Cmdlet Read(Page page)
    {
        if (page.FrontMatter?.Lines.ToString().Contains($"external help file: {MamlWriter.FileName}", StringComparison.Ordinal) != true)
            throw page.Error(line: 1, $"The front matter must contain 'external help file: {MamlWriter.FileName}'.");

        if (!page.Sections.Select(section => section.Title).SequenceEqual(SectionNames))
            throw page.Error(line: 1, $"The sections must be, in this order: {string.Join(", ", SectionNames)}.");

        var cmdlet = new Cmdlet
        {
            Name = page.Name,
            Synopsis = string.Join(" ", Texts(page, "SYNOPSIS")),
            Syntaxes = SyntaxReader.Read(page),
            Description = Texts(page, "DESCRIPTION"),
            Examples = ExampleReader.Read(page),
            Parameters = ParameterReader.Read(page),
            Inputs = Types(page, "INPUTS"),
            Outputs = Types(page, "OUTPUTS"),
            Notes = Texts(page, "NOTES"),
            Links = Links(page),
        };
        ValidateParameters(page, cmdlet);
        return cmdlet;
    }

    private static IReadOnlyList<string> Texts(Page page, string title)
    {
        var section = page.Section(title);
        return section.Blocks.Count > 0
            ? PlainText.Paragraphs(section.Blocks, page)
            : throw page.Error(section.Line, $"The section {title} is empty.");
    }

    private static IReadOnlyList<TypeNote> Types(Page page, string title)
    {
        var section = page.Section(title);
        return [.. page.Split(section.Blocks, level: 3, title).Select(part => new TypeNote(part.Title, PlainText.Paragraphs(part.Blocks, page)))];
    }

    private static List<Link> Links(Page page) =>
        [.. page.Section("RELATED LINKS").Blocks
            .SelectMany(block => block.Descendants<LinkInline>())
            .Select(link => new Link(link.FirstChild?.ToString() ?? "", link.Url?.Contains("://", StringComparison.Ordinal) == true ? link.Url : null))];

    /// <summary>Verifies that the syntax and the parameter descriptions agree.</summary>
    private static void ValidateParameters(Page page, Cmdlet cmdlet)
    {
        foreach (var shown in cmdlet.Syntaxes.SelectMany(syntax => syntax.Parameters))
        {
            if (cmdlet.Parameters.FirstOrDefault(parameter => parameter.Name == shown.Name) is not { } described)
                throw page.Error(page.Section("PARAMETERS").Line, $"-{shown.Name} is in the syntax but has no description.");

            if (described.IsRequired != shown.IsRequired || described.IsPositional != shown.IsPositional)
                throw page.Error(page.Section("SYNTAX").Line, $"-{shown.Name}: the syntax and the description disagree on Required or Position.");
        }

        foreach (var described in cmdlet.Parameters)
        {
            if (!cmdlet.Syntaxes.Any(syntax => syntax.Parameters.Any(parameter => parameter.Name == described.Name)))
                throw page.Error(page.Section("SYNTAX").Line, $"-{described.Name} is described but is in no syntax.");
        }
    }
}
