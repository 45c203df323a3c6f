using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MimCm.HelpWriter;

/// <summary>A page of Markdown: one heading of level 1, and sections.</summary>
internal sealed partial class Page
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    private readonly string _file;
    private readonly string _shownFile;

    private Page(string file, string shownFile, string text)
    {
        _file = file;
        _shownFile = shownFile;
        RefuseCharacters(text);

        var document = Markdown.Parse(text, Pipeline);
        FrontMatter = document.OfType<YamlFrontMatterBlock>().FirstOrDefault();

        var blocks = document.Where(block => block is not (YamlFrontMatterBlock or LinkReferenceDefinitionGroup)).ToList();
        var top = blocks.Count > 0 && blocks[0] is HeadingBlock { Level: 1 } heading ? heading : throw Error(line: 1, "The page has to begin with a heading of level 1, its name.");
        Name = PlainText.Of(top, this);
        if (Name != Path.GetFileNameWithoutExtension(file))
            throw Error(top, $"The heading is '{Name}' and the file has another name.");

        Sections = Split(blocks.Skip(1), level: 2, Name);
        RefuseLostLinks(document);
    }

    /// <summary>The text of the first heading, which is the file's name, too.</summary>
    public string Name { get; }

    /// <summary>What comes before the first heading; null where there is none.</summary>
    public YamlFrontMatterBlock? FrontMatter { get; }

    /// <summary>The sections of level 2, in order.</summary>
    public IReadOnlyList<Section> Sections { get; }

    /// <param name="file">The file.</param>
    /// <param name="root">The folder that the file is named from in messages.</param>
    public static Page Read(string file, string root) =>
        new(file, Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file).ReplaceLineEndings("\n"));

    public HelpException Error(MarkdownObject where, string message) => Error(where.Line + 1, message);

    public HelpException Error(int line, string message) => new(_shownFile, line, message);

    /// <summary>The section of this name, which has to be there.</summary>
    public Section Section(string title) =>
        Sections.FirstOrDefault(section => section.Title == title) ?? throw Error(line: 1, $"There is no section '## {title}'.");

    /// <summary>The sections that these blocks fall into. What comes before the first heading belongs to a section without title.</summary>
    public IReadOnlyList<Section> Split(IEnumerable<Block> blocks, int level, string parent)
    {
        var sections = new List<Section>();
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level <= level)
            {
                if (heading.Level < level)
                    throw Error(heading, $"A heading of level {heading.Level} has no place under '{parent}'.");

                sections.Add(new Section(PlainText.Of(heading, this), heading.Line + 1, []));
            }
            else
            {
                if (sections.Count == 0)
                    sections.Add(new Section("", block.Line + 1, []));

                sections[^1].Blocks.Add(block);
            }
        }

        return sections;
    }

    /// <summary>Help is shown in consoles of any code page.</summary>
    private void RefuseCharacters(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (OtherCharacter().Match(lines[i]) is { Success: true } match)
                throw Error(i + 1, $"The character U+{(int)match.Value[0]:X4} does not show in every console. Write it in ASCII.");
        }
    }

    private void RefuseLostLinks(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>())
        {
            var target = link.Url?.Split('#')[0] ?? "";
            if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !File.Exists(Path.Combine(Path.GetDirectoryName(_file)!, target)))
                throw Error(link, $"The link leads to '{target}', which is not there.");
        }
    }

    [GeneratedRegex(@"[^\x20-\x7e]")]
    private static partial Regex OtherCharacter();
}
