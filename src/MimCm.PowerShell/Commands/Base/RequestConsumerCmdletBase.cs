using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>A cmdlet that makes one result of many requests: of those in the pipeline, or of the list that its filters ask for.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RequestConsumerCmdletBase : RequestReadCmdletBase
{
    private const string InputSet = "Input";

    private int _listFailuresBefore;
    private bool _hasQueried;

    /// <summary>The requests. Without them the command reads the list itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Request[] InputObject { get; set; } = [];

    /// <summary>The names that the sessions of the requests know.</summary>
    private protected RequestNames Names { get; } = new();

    /// <inheritdoc/>
    private protected override bool ResolvesWhileReading => false;

    /// <summary>Why requests are missing from the input; null when it is complete. An error has been written for it where the command read
    /// the list itself.</summary>
    private protected string? IncompleteReason { get; private set; }

    /// <summary>Takes the next request.</summary>
    private protected abstract void Process(Request request);

    /// <inheritdoc/>
    protected override void BeginProcessing() => _listFailuresBefore = RunspaceState.Current.ListFailureCount;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == QuerySet)
        {
            _hasQueried = true;
            IncompleteReason = ListRequests(ProcessAll);
            return;
        }

        ThrowIfFiltered(Strings.FilterWithInput);
        ProcessAll(InputObject);
        foreach (var request in InputObject)
            IncompleteReason ??= request.List?.Failure;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_hasQueried)
            return;

        // A list that breaks off does so after its last request was taken, and perhaps before its first.
        var state = RunspaceState.Current;
        if (state.ListFailureCount > _listFailuresBefore)
            IncompleteReason ??= state.LastListFailure;
    }

    /// <summary>Looks up the users that the result shows, where -ResolveName was given.</summary>
    private protected void ResolveUsers(IReadOnlyCollection<Guid> ids)
    {
        if (!ResolveName || ids.Count == 0)
            return;

        foreach (var session in Names.Sessions)
            RunTask(token => ResolveUsersAsync(ids, session.Names, token));
    }

    /// <summary>Says which requests were asked for.</summary>
    private protected string DescribeInput() => _hasQueried ? DescribeFilters() : Strings.PipelineInput;

    /// <summary>Writes an error for an incomplete input, unless the command read the list itself and has written one.</summary>
    private protected void WriteIncompleteError()
    {
        if (IncompleteReason is { } reason && !_hasQueried)
            WriteError(ErrorRecordFactory.IncompleteList(reason));
    }

    private void ProcessAll(IReadOnlyList<Request> requests)
    {
        foreach (var request in requests)
        {
            Names.Add(request);
            Process(request);
        }
    }
}
