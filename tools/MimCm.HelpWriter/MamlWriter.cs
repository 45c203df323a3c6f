using System.Text;
using System.Xml;
using System.Xml.Linq;
using MimCm.HelpWriter.Model;

namespace MimCm.HelpWriter;

/// <summary>Writes the MAML file that Get-Help reads.</summary>
internal static class MamlWriter
{
    public const string FileName = "MimCm.PowerShell.dll-Help.xml";

    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<Cmdlet> cmdlets)
    {
        var document = new XDocument(
            new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(Write)));

        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
            document.Save(writer);

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static XElement Write(Cmdlet cmdlet) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([cmdlet.Synopsis])),
        Description(cmdlet.Description),
        new XElement(Command + "syntax", cmdlet.Syntaxes.Select(syntax => Write(cmdlet, syntax))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Write(parameter, parameter.IsRequired, parameter.Type))),
        new XElement(Command + "inputTypes", cmdlet.Inputs.Select(input => Write("inputType", input))),
        new XElement(Command + "returnValues", cmdlet.Outputs.Select(output => Write("returnValue", output))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(cmdlet.Notes))),
        new XElement(Command + "examples", cmdlet.Examples.Select(Write)),
        new XElement(Command + "relatedLinks", cmdlet.Links.Select(Write)));

    private static XElement Write(Cmdlet cmdlet, Syntax syntax) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        syntax.Parameters.Select(shown => Write(cmdlet.Parameter(shown.Name), shown.IsRequired, shown.Value)));

    /// <param name="parameter">The parameter.</param>
    /// <param name="isRequired">Whether it is mandatory.</param>
    /// <param name="value">The type of its value; null for a switch.</param>
    private static XElement Write(Parameter parameter, bool isRequired, string? value) => new(
        Command + "parameter",
        new XAttribute("required", isRequired ? "true" : "false"),
        new XAttribute("variableLength", parameter.Type.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false"),
        new XAttribute("globbing", parameter.Facts["Accept wildcard characters"] == "True" ? "true" : "false"),
        new XAttribute("pipelineInput", parameter.Facts["Accept pipeline input"]),
        new XAttribute("position", parameter.IsPositional ? parameter.Facts["Position"] : "named"),
        new XAttribute("aliases", parameter.Facts["Aliases"] is { Length: > 0 } aliases ? aliases : "none"),
        new XElement(Maml + "name", parameter.Name),
        Description(parameter.Description),
        value is null ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), value),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type)),
        new XElement(Dev + "defaultValue", parameter.Facts["Default value"]));

    private static XElement Write(string element, TypeNote note) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", note.Type)),
        Description(note.Description));

    private static XElement Write(Example example) => new(
        Command + "example",
        new XElement(Maml + "title", $"---------- {example.Title} ----------"),
        // Get-Help puts no space between the introduction and the code, nor between one example and the next.
        new XElement(Maml + "introduction", Paragraphs(example.Introduction.Select((text, i) => i < example.Introduction.Count - 1 ? text : $"{text}\n\n"))),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraphs(example.Remarks.Append(""))));

    private static XElement Write(Link link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Text),
        new XElement(Maml + "uri", link.Address));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(text => new XElement(Maml + "para", text));
}
