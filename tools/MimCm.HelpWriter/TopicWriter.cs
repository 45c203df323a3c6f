using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace MimCm.HelpWriter;

/// <summary>Writes an about topic as text of 80 columns.</summary>
internal sealed class TopicWriter
{
    private const int Width = 80;
    private const int Indent = 4;

    private readonly Page _page;
    private readonly StringBuilder _text = new();

    private TopicWriter(Page page) => _page = page;

    public static string Write(Page page)
    {
        var titles = page.Sections.Select(section => section.Title).ToList();
        if (titles is not ["SHORT DESCRIPTION", "LONG DESCRIPTION", .., "SEE ALSO"])
            throw page.Error(line: 1, "An about page must begin with the sections SHORT DESCRIPTION and LONG DESCRIPTION and end with SEE ALSO.");

        var writer = new TopicWriter(page);
        writer.Line(0, "TOPIC");
        writer.Line(Indent, page.Name);
        foreach (var section in page.Sections)
        {
            writer.Line();
            writer.Line(0, section.Title.ToUpperInvariant());
            writer.Write(section.Blocks, Indent);
        }

        return writer._text.ToString();
    }

    private void Write(IEnumerable<Block> blocks, int indent)
    {
        var isFirst = true;
        foreach (var block in blocks)
        {
            if (!isFirst)
                Line();

            isFirst = false;
            Write(block, indent);
        }
    }

    private void Write(Block block, int indent)
    {
        switch (block)
        {
            case HeadingBlock:
                Line(indent - 2, PlainText.Of(block, _page));
                break;
            case ParagraphBlock:
                Wrap(PlainText.Of(block, _page), indent, indent);
                break;
            case FencedCodeBlock code:
                foreach (var line in PlainText.OfCode(code).Split('\n'))
                    Line(indent + Indent, line);

                break;
            case ListBlock list:
                foreach (var item in list.Cast<ListItemBlock>())
                    Write(item, PlainText.Mark(list, item), indent);

                break;
            case Table table:
                Write(table, indent);
                break;
            default:
                throw _page.Error(block, $"{block.GetType().Name} is not supported. Use a paragraph, a list, a table or a fenced code block.");
        }
    }

    private void Write(ListItemBlock item, string mark, int indent)
    {
        var isFirst = true;
        foreach (var child in item)
        {
            if (isFirst && child is ParagraphBlock)
                Wrap(mark + PlainText.Of(child, _page), indent, indent + mark.Length);
            else
                Write(child, indent + mark.Length);

            isFirst = false;
        }
    }

    /// <summary>Writes the table in columns where they fit, else each row as a list.</summary>
    private void Write(Table table, int indent)
    {
        var rows = table.Cast<TableRow>().Select(row => row.Select(cell => PlainText.Of(cell, _page)).ToArray()).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        if (indent + widths.Sum() + 2 * (widths.Length - 1) <= Width)
        {
            foreach (var row in rows.Take(1).Append([.. widths.Select(width => new string('-', width))]).Concat(rows.Skip(1)))
                Line(indent, string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());

            return;
        }

        foreach (var row in rows.Skip(1))
        {
            if (row != rows[1])
                Line();

            Line(indent, row[0]);
            for (var column = 1; column < row.Length; column++)
                Wrap($"{rows[0][column]}: {row[column]}", indent + Indent, indent + 2 * Indent);
        }
    }

    private void Wrap(string text, int first, int indent)
    {
        var line = new StringBuilder().Append(' ', first);
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                Line(0, line.ToString());
                line.Clear().Append(' ', indent);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        Line(0, line.ToString());
    }

    private void Line(int indent = 0, string text = "") => _text.Append(text.Length == 0 ? "" : new string(' ', indent)).Append(text).Append('\n');
}
