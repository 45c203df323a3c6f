using System.Xml.Linq;

namespace MimCm.Reporting.Page;

/// <summary>Creates HTML elements. Text is added to a tree and escaped when the tree is written. There is no other way to add text to the
/// page.</summary>
internal static class Html
{
    public static XElement Element(string name, params object?[] content) => new(name, "", content);

    /// <summary>Creates an element for untrusted text. The text is sanitized, and isolated so that it cannot change the direction of the text around
    /// it.</summary>
    public static XElement Foreign(string text) => new("bdi", PageText.Clean(text), "");

    public static XAttribute Class(string name) => new("class", name);

    /// <summary>Creates a table that scrolls within the page if it is too wide.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="columns">The headings. A heading that begins with # marks a column of numbers.</param>
    /// <param name="rows">The cells of each row. The first cell is the heading of the row.</param>
    public static XElement Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object>> rows) =>
        Element("div",
            Class("scroll"),
            new XAttribute("role", "region"),
            new XAttribute("aria-label", caption),
            new XAttribute("tabindex", "0"),
            Element("table",
                Element("caption", caption),
                Element("thead", Element("tr", columns.Select(Heading))),
                Element("tbody", rows.Select(row => Element("tr", row.Select((cell, i) => Cell(cell, i, columns[i][0] == '#')))))));

    private static XElement Heading(string name) =>
        name[0] == '#'
            ? Element("th", new XAttribute("scope", "col"), Class("number"), name.Substring(1))
            : Element("th", new XAttribute("scope", "col"), name);

    private static XElement Cell(object content, int index, bool isNumber)
    {
        var cell = index == 0 ? Element("th", new XAttribute("scope", "row"), content) : Element("td", content);
        if (isNumber)
            cell.Add(Class("number"));
        return cell;
    }
}
