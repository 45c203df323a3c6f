using System.Text;
using MimCm.Reporting.Data;

namespace MimCm.PowerShell.Reports;

/// <summary>Creates the page of Export-CmReport. The first use of this class loads MimCm.Reporting.</summary>
internal sealed class ReportBuilder : IDisposable
{
    private readonly DateTimeOffset _created = DateTimeOffset.UtcNow.ToLocalTime();
    private readonly RequestReport _report;

    public ReportBuilder() => _report = new RequestReport(_created);

    /// <summary>The users that the page shows.</summary>
    public IReadOnlyCollection<Guid> ShownUsers => _report.ShownUsers;

    public void Add(Request request) => _report.Add(request);

    /// <summary>Writes the file.</summary>
    /// <param name="path">The path of the file. An existing file is replaced.</param>
    /// <param name="scope">A description of the requests in the report.</param>
    /// <param name="incompleteReason">The reason why requests are missing; null if the report is complete.</param>
    /// <param name="names">The names of templates and users.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The account has no permission to write the file.</exception>
    public void Write(string path, string scope, string? incompleteReason, RequestNames names)
    {
        // The complete page is created first, so that a failure does not change an existing file.
        using var page = new MemoryStream();
        using (var writer = new StreamWriter(page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096, leaveOpen: true))
        {
            _report.Write(writer, new ReportContext
            {
                Server = string.Join(", ", names.Sessions.Select(session => session.Uri)),
                Scope = scope,
                Created = _created,
                IncompleteReason = incompleteReason,
                TemplateName = names.FindTemplate,
                UserName = names.FindUser,
            });
        }

        File.WriteAllBytes(path, page.ToArray());
    }

    public void Dispose() => _report.Dispose();
}
