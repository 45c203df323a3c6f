using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that create one result from many requests: from the pipeline, or from the list that the filters
/// select.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RequestConsumerCmdletBase : RequestReadCmdletBase
{
    private const string InputSet = "Input";

    private int _listFailuresBefore;
    private bool _hasQueried;

    /// <summary>The requests. If none are specified, the command reads the list itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Request[] InputObject { get; set; } = [];

    /// <summary>The names that are known to the sessions of the requests.</summary>
    private protected RequestNames Names { get; } = new();

    /// <inheritdoc/>
    private protected override bool ResolvesWhileReading => false;

    /// <summary>The reason why requests are missing from the input; null if the input is complete. If the command read the list itself, it has
    /// already written an error.</summary>
    private protected string? IncompleteReason { get; private set; }

    /// <summary>Processes the next request.</summary>
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

        // A list can end early after its last request was processed, or before its first one.
        var state = RunspaceState.Current;
        if (state.ListFailureCount > _listFailuresBefore)
            IncompleteReason ??= state.LastListFailure;
    }

    /// <summary>Looks up the users that the result shows, if -ResolveName was specified.</summary>
    private protected void ResolveUsers(IReadOnlyCollection<Guid> ids)
    {
        if (!ResolveName || ids.Count == 0)
            return;

        foreach (var session in Names.Sessions)
            RunTask(token => ResolveUsersAsync(ids, session.Names, token));
    }

    /// <summary>Describes which requests were requested.</summary>
    private protected string DescribeInput() => _hasQueried ? DescribeFilters() : Strings.PipelineInput;

    /// <summary>Writes an error for incomplete input, unless the command read the list itself and has already written one.</summary>
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
