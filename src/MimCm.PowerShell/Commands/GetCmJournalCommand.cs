using System.Management.Automation;
using MimCm.Journal;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmJournal: reads the changes in journals, one entry for each request and run.</summary>
[Cmdlet(VerbsCommon.Get, "CmJournal", DefaultParameterSetName = PathSet, HelpUri = HelpPages.Folder + "Get-CmJournal.md")]
[OutputType(typeof(JournalEntry))]
public sealed class GetCmJournalCommand : CmCmdletBase
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The journals to read; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The journals to read, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var paths = ParameterSetName == PathSet ? Path.SelectMany(FindFiles) : LiteralPath.Select(ResolveFilePath);
        foreach (var path in paths)
            WriteEntries(path);
    }

    /// <summary>Returns the files that match a path with wildcards. If none match, returns the path itself, so that reading it causes the
    /// error.</summary>
    private IEnumerable<string> FindFiles(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return [ResolveFilePath(path)];

        return SessionState.Path.GetResolvedPSPathFromPSPath(path).Select(found => ResolveFilePath(found.Path));
    }

    private void WriteEntries(string path)
    {
        var reader = new JournalReader(path);
        var entries = reader.ReadAsync(StopToken).GetAsyncEnumerator(StopToken);
        try
        {
            while (TryMoveNext(entries, path))
                WriteObject(entries.Current);
        }
        finally
        {
            CloseStream(entries);
        }

        if (reader.TornLine is { } line)
            WriteWarning(Strings.JournalTorn.With(path, line));

        if (reader.DamagedCount > 0)
            WriteError(ErrorRecordFactory.DamagedJournal(path, reader.DamagedCount, reader.FirstDamagedLine));
    }

    private bool TryMoveNext(IAsyncEnumerator<JournalEntry> entries, string path)
    {
        ErrorRecord error;
        try
        {
            return MoveNext(entries);
        }
        catch (MimCmException e)
        {
            error = e.ToErrorRecord(path);
            error.ErrorDetails.RecommendedAction = Strings.CheckJournal;
        }

        WriteError(error);
        return false;
    }
}
