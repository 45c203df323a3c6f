using System.Reflection;
using System.Xml;
using System.Xml.Linq;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>Writes a report as one HTML page that needs neither a network nor a script.</summary>
internal static class ReportPage
{
    private const string Title = "Certificate management requests";

    // A second line of defense if unescaped text ever gets into the page: the policy blocks scripts and external resources.
    private const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    public static void Write(TextWriter writer, ReportContext context, ReportData data)
    {
        writer.Write("<!DOCTYPE html>\n");
        using var xml = XmlWriter.Create(writer,
            new XmlWriterSettings { OmitXmlDeclaration = true, Indent = false, CloseOutput = false, NewLineHandling = NewLineHandling.None });
        Create(context, data).WriteTo(xml);
    }

    private static XElement Create(ReportContext context, ReportData data) =>
        new("html",
            new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", ContentSecurityPolicy)),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
                Html.Element("title", context.IncompleteReason is null ? Title : $"Incomplete: {Title}"),
                Html.Element("style", StyleSheet())),
            Html.Element("body",
                Html.Element("header",
                    context.IncompleteReason is { } reason ? Warning(reason, data) : null,
                    Html.Element("h1", Title),
                    Description(context)),
                Html.Element("main",
                    data.Total is { } total
                        ? new[]
                        {
                            SummarySection.Create(total, context),
                            OpenSection.Create(data, context),
                            MonthSection.Create(data, context),
                            TimeSection.Create(data, context),
                            OldestSection.Create(data, context),
                            TemplateSection.Create(data, context),
                        }
                        : Html.Element("p", context.IncompleteReason is null ? "No requests were found." : "No request had arrived.")),
                Html.Element("footer", Html.Element("p", $"Made by MimCm {Version()}. Dates are local to the computer that made the report."))));

    private static XElement Warning(string reason, ReportData data) =>
        Html.Element("p",
            Html.Class("warning"),
            Html.Element("strong", "This report is incomplete."),
            $" The list ended early, after {PageText.Number(data.Total?.Count ?? 0)} requests. "
                + "The numbers below do not include the missing requests. The error was: ",
            Html.Foreign(reason));

    private static XElement Description(ReportContext context) =>
        Html.Element("dl",
            Html.Class("description"),
            context.Server is { Length: > 0 } server ? new[] { Html.Element("dt", "Server"), Html.Element("dd", Html.Foreign(server)) } : null,
            Html.Element("dt", "Requests"), Html.Element("dd", Html.Foreign(context.Scope)),
            Html.Element("dt", "Made"), Html.Element("dd", PageText.DateAndTime(context.Created)));

    private static string StyleSheet()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Version() =>
        typeof(ReportPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
