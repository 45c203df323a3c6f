using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MimCm.HelpWriter;

/// <summary>A Markdown page: one heading of level 1, then sections.</summary>
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
        var top = blocks.Count > 0 && blocks[0] is HeadingBlock { Level: 1 } heading
            ? heading
            : throw Error(line: 1, "The page must begin with a heading of level 1 that is its name.");
        Name = PlainText.Of(top, this);
        if (Name != Path.GetFileNameWithoutExtension(file))
            throw Error(top, $"The heading '{Name}' differs from the name of the file.");

        Sections = Split(blocks.Skip(1), level: 2, Name);
        RefuseLostLinks(document);
    }

    /// <summary>The text of the first heading, which is also the name of the file.</summary>
    public string Name { get; }

    /// <summary>The YAML before the first heading; null for none.</summary>
    public YamlFrontMatterBlock? FrontMatter { get; }

    /// <summary>The sections of level 2, in order.</summary>
    public IReadOnlyList<Section> Sections { get; }

    /// <param name="file">The file.</param>
    /// <param name="root">The folder that the file is named from in messages.</param>
    public static Page Read(string file, string root) =>
        new(file, Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file).ReplaceLineEndings("\n"));

    public HelpException Error(MarkdownObject where, string message) => Error(where.Line + 1, message);

    public HelpException Error(int line, string message) => new(_shownFile, line, message);

    /// <summary>The section with this title.</summary>
    public Section Section(string title) =>
        Sections.FirstOrDefault(section => section.Title == title) ?? throw Error(line: 1, $"There is no section '## {title}'.");

    /// <summary>Splits blocks into sections. Blocks before the first heading belong to a section without a title.</summary>
    public IReadOnlyList<Section> Split(IEnumerable<Block> blocks, int level, string parent)
    {
        var sections = new List<Section>();
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level <= level)
            {
                if (heading.Level < level)
                    throw Error(heading, $"A heading of level {heading.Level} is not allowed under '{parent}'.");

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

    /// <summary>Rejects characters outside ASCII: help is displayed in consoles of any code page.</summary>
    private void RefuseCharacters(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (OtherCharacter().Match(lines[i]) is { Success: true } match)
                throw Error(i + 1, $"The character U+{(int)match.Value[0]:X4} cannot be displayed in every console. Use ASCII.");
        }
    }

    private void RefuseLostLinks(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>())
        {
            var target = link.Url?.Split('#')[0] ?? "";
            if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !File.Exists(Path.Combine(Path.GetDirectoryName(_file)!, target)))
                throw Error(link, $"The link target '{target}' does not exist.");
        }
    }

    [GeneratedRegex(@"[^\x20-\x7e]")]
    private static partial Regex OtherCharacter();
}
