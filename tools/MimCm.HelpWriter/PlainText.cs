using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MimCm.HelpWriter;

/// <summary>Converts Markdown to plain text for a console.</summary>
internal static class PlainText
{
    /// <summary>The text of a heading, a paragraph or a table cell.</summary>
    public static string Of(Block block, Page page) => block switch
    {
        LeafBlock { Inline: { } inline } => Of(inline, page),
        ContainerBlock container => string.Join(" ", container.Select(child => Of(child, page))),
        _ => "",
    };

    /// <summary>The lines of a code block.</summary>
    public static string OfCode(LeafBlock block) => block.Lines.ToString().TrimEnd('\n');

    /// <summary>One string for each paragraph or list item, and one for each code block.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks, Page page) =>
        [.. blocks.SelectMany(block => Paragraphs(block, page, indent: ""))];

    /// <summary>The marker of a list item.</summary>
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
                throw page.Error(block, "Tables are not supported in the help of a cmdlet. Use a list, or move the table to an about topic.");
            default:
                throw page.Error(block, $"{block.GetType().Name} is not supported. Use a paragraph, a list or a fenced code block.");
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
                _ => throw page.Error(inline, $"{inline.GetType().Name} is not supported. Put <, > and | in backticks."),
            });
        }

        return text.ToString();
    }

    /// <summary>Writes a link to another page as its text, and an external link with its address.</summary>
    private static string OfLink(LinkInline link, Page page)
    {
        var text = Of(link, page);
        return link.Url is { } url && url.Contains("://", StringComparison.Ordinal) && url != text ? $"{text} ({url})" : text;
    }
}
