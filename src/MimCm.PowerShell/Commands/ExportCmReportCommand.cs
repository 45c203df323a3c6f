using System.Management.Automation;
using MimCm.PowerShell.Reports;

namespace MimCm.PowerShell.Commands;

/// <summary>Export-CmReport: writes an HTML page about requests.</summary>
[Cmdlet(VerbsData.Export, "CmReport", DefaultParameterSetName = QuerySet, SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Export-CmReport.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportCmReportCommand : RequestConsumerCmdletBase
{
    private ReportBuilder? _report;
    private string _fullPath = "";

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Do not overwrite an existing file.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Write the file object to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _fullPath = ResolvePath();
        if (ShouldProcess(_fullPath, Strings.WriteReportAction))
            _report = new ReportBuilder();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_report is not null)
            base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_report is null)
            return;

        ResolveUsers(_report.ShownUsers);
        try
        {
            _report.Write(_fullPath, DescribeInput(), IncompleteReason, Names);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecordFactory.FileFailed(_fullPath, e));
        }

        if (PassThru)
            WriteObject(new FileInfo(_fullPath));

        WriteIncompleteError();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _report?.Dispose();
    }

    private protected override void Process(Request request) => _report!.Add(request);

    /// <summary>Returns the full path of the file. If the file cannot be written there, ends the command before any request is read.</summary>
    private string ResolvePath()
    {
        var path = ResolveFilePath(Path);
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
            ThrowInvalidParameter(Strings.ReportNoFolder.With(path));
        if (Directory.Exists(path) || (NoClobber && File.Exists(path)))
            ThrowInvalidParameter(Strings.ReportExists.With(path));

        return path;
    }
}
