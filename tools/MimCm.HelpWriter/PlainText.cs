using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MimCm.HelpWriter;

/// <summary>Markdown as text for a console: no markup, links by their text.</summary>
internal static class PlainText
{
    /// <summary>The text of a heading, a paragraph or a table's cell.</summary>
    public static string Of(Block block, Page page) => block switch
    {
        LeafBlock { Inline: { } inline } => Of(inline, page),
        ContainerBlock container => string.Join(" ", container.Select(child => Of(child, page))),
        _ => "",
    };

    /// <summary>The lines of a code block.</summary>
    public static string OfCode(LeafBlock block) => block.Lines.ToString().TrimEnd('\n');

    /// <summary>Paragraphs, one string each: of a list one for each item, of a code block one for all its lines.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks, Page page) => [.. blocks.SelectMany(block => Paragraphs(block, page, indent: ""))];

    /// <summary>What stands before an item of a list.</summary>
    public static string Mark(ListBlock list, ListItemBlock item) => list.IsOrdered ? $"{item.Order}. " : "- ";

    private static IEnumerable<string> Paragraphs(Block block, Page page, string indent)
    {
        switch (block)
        {
            case ParagraphBlock:
                return [indent + Of(block, page)];
            case FencedCodeBlock code:
                return [OfCode(code)];
            case ListBlock list:
                return list.Cast<ListItemBlock>().SelectMany(item => item.SelectMany((child, i) =>
                    Paragraphs(child, page, i == 0 ? indent + Mark(list, item) : $"{indent}  ")));
            case Table:
                throw page.Error(block, "A table has no form in the help of a cmdlet. Write a list, or put it into an about topic.");
            default:
                throw page.Error(block, $"Help has no form for this ({block.GetType().Name}). Write a paragraph, a list or a fenced code block.");
        }
    }

    private static string Of(ContainerInline inlines, Page page)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines)
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => " ",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                AutolinkInline link => link.Url,
                LinkInline { IsImage: false } link => OfLink(link, page),
                EmphasisInline emphasis => Of(emphasis, page),
                _ => throw page.Error(inline, $"Help has no form for this ({inline.GetType().Name}). Write <, >, | and the like in backticks."),
            });
        }

        return text.ToString();
    }

    /// <summary>A link to another page by its text; one to elsewhere with its address.</summary>
    private static string OfLink(LinkInline link, Page page)
    {
        var text = Of(link, page);
        return link.Url is { } url && url.Contains("://", StringComparison.Ordinal) && url != text ? $"{text} ({url})" : text;
    }
}
