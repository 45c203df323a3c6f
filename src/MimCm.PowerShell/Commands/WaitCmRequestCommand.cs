using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Wait-CmRequest: waits until requests have a status, and writes each request as soon as it does.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CmRequest", HelpUri = HelpPages.Folder + "Wait-CmRequest.md")]
[OutputType(typeof(Request))]
public sealed class WaitCmRequestCommand : SessionCmdletBase
{
    private readonly Dictionary<MimCmClient, List<Guid>> _ids = [];
    private ProgressReporter? _progressReporter;
    private WaitProgress? _progress;
    private int _total;
    private int _done;
    private int _failed;

    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestIdTransformation]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The statuses to wait for; any final status if not specified.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [EnumNameTransformation(typeof(RequestStatus))]
    public RequestStatus[] Status { get; set; } = [];

    /// <summary>The maximum time to wait for all requests, in seconds; 0 reads each request once.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 300;

    /// <summary>The interval between the first two reads, in seconds. Later intervals are longer.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; } = 5;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        for (var i = 0; i < Id.Length; i++)
        {
            var client = GetClient(IdOrigins.GetSession(Id, i), Id[i]);
            if (!_ids.TryGetValue(client, out var ids))
                _ids[client] = ids = [];

            ids.Add(Id[i]);
        }
    }

    /// <summary>Waits for all requests at once, when all input is known.</summary>
    protected override void EndProcessing()
    {
        if (_ids.Count == 0)
            return;

        _total = _ids.Values.Sum(ids => ids.Distinct().Count());
        _progressReporter = CreateProgressReporter(CreateProgressRecord);
        try
        {
            RunTask(token => Task.WhenAll(_ids.Select(ids => WaitAsync(ids.Key, ids.Value, token))));
        }
        catch (Exception e) when (_ids.Keys.FirstOrDefault(client => IsDisconnected(client, e)) is { } client)
        {
            ThrowTerminatingError(CreateDisconnectedError(client, target: null, e));
        }

        _progressReporter?.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _progressReporter?.Dispose();
        base.Dispose(disposing);
    }

    private async Task WaitAsync(MimCmClient client, List<Guid> ids, CancellationToken cancellationToken)
    {
        var options = new RequestWaitOptions
        {
            Ids = ids,
            Statuses = Status,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            PollInterval = TimeSpan.FromSeconds(PollIntervalSec),
            Progress = progress => QueueAction(() => OnProgress(progress)),
        };

        await foreach (var result in client.WaitForRequestsAsync(options, cancellationToken).ConfigureAwait(false))
            QueueAction(() => WriteResult(client, result));
    }

    private void OnProgress(WaitProgress progress)
    {
        _progress = progress;
        if (progress.Trouble is not null)
            WriteVerbose(Strings.WaitReadFailed.With(progress.Trouble));
    }

    private ProgressRecord CreateProgressRecord() =>
        new(0, Strings.WaitActivity, Strings.WaitStatus.With(_done, _total, _failed))
        {
            PercentComplete = (int)(100L * _done / _total),
            SecondsRemaining = _progress is null ? -1 : (int)_progress.Remaining.TotalSeconds,
        };

    private void WriteResult(MimCmClient client, WaitResult result)
    {
        _done++;

        // A request that timed out is not written. Only its error refers to it.
        if (result.Request is not null && result.Failure?.Error != MimCmError.WaitTimeout)
            WriteRequest(result.Request);

        if (result.Failure is null)
            return;

        _failed++;
        WriteError(result.Failure.ToErrorRecord(result.Id, GetSession(client)));
    }
}
