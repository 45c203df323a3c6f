using System.Xml.Linq;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Tests;

/// <summary>Creates reports for tests.</summary>
internal static class TestReport
{
    public static readonly DateTimeOffset Created = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static string Write(IEnumerable<Request> requests, Func<ReportContext, ReportContext>? change = null)
    {
        using var report = new RequestReport(Created);
        foreach (var request in requests)
            report.Add(request);
        using var writer = new StringWriter();
        var context = new ReportContext { Server = "https://cm.contoso.com/", Scope = "all", Created = Created };
        report.Write(writer, change?.Invoke(context) ?? context);
        return writer.ToString();
    }

    /// <summary>Reads a page as XML.</summary>
    public static XElement Parse(string page) => XElement.Parse(page[page.IndexOf('\n')..], LoadOptions.PreserveWhitespace);

    /// <summary>The cells of the table with this caption, without its headings.</summary>
    public static string[][] Rows(string page, string caption) =>
        [.. Parse(page).Descendants("table").Single(table => table.Element("caption")!.Value == caption).Element("tbody")!.Elements("tr")
            .Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
}
