using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Wait-CmRequest: waits until requests have got somewhere, and emits each as it gets there.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CmRequest")]
[OutputType(typeof(Request))]
public sealed class WaitCmRequestCommand : SessionCmdletBase
{
    private readonly Dictionary<MimCmClient, List<Guid>> _ids = [];
    private int _total;
    private int _written;

    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestIdTransformation]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The statuses to wait for; without it, any final one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public RequestStatus[] Status { get; set; } = [];

    /// <summary>How many seconds to wait for all of them; 0 is one look.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 300;

    /// <summary>The seconds from the first look to the second; they grow from there.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; } = 5;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        for (var i = 0; i < Id.Length; i++)
        {
            var client = ClientFor(RequestIdTransformationAttribute.GetOrigin(Id, i), Id[i]);
            if (!_ids.TryGetValue(client, out var ids))
                _ids[client] = ids = [];

            ids.Add(Id[i]);
        }
    }

    /// <summary>Many requests are waited for at once, so that the last one must be known first.</summary>
    protected override void EndProcessing()
    {
        if (_ids.Count == 0)
            return;

        _total = _ids.Values.Sum(ids => ids.Distinct().Count());
        try
        {
            RunTask(token => Task.WhenAll(_ids.Select(ids => WaitAsync(ids.Key, ids.Value, token))));
        }
        catch (Exception e) when (_ids.Keys.FirstOrDefault(client => IsDisconnected(client, e)) is { } client)
        {
            ThrowTerminatingError(Disconnected(client, target: null, e));
        }

        if (ShowsProgress)
            WriteProgress(new ProgressRecord(0, Strings.WaitActivity, " ") { RecordType = ProgressRecordType.Completed });
    }

    private async Task WaitAsync(MimCmClient client, List<Guid> ids, CancellationToken cancellationToken)
    {
        var wait = new RequestWaitOptions
        {
            Ids = ids,
            Statuses = Status,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            PollInterval = TimeSpan.FromSeconds(PollIntervalSec),
            Progress = progress => QueueAction(() => Show(progress)),
        };

        await foreach (var result in client.WaitForRequestsAsync(wait, cancellationToken).ConfigureAwait(false))
            QueueAction(() => Write(result));
    }

    private void Show(WaitProgress progress)
    {
        if (progress.Trouble is not null)
            WriteVerbose(Strings.WaitTrouble.With(progress.Trouble));

        if (!ShowsProgress)
            return;

        WriteProgress(new ProgressRecord(0, Strings.WaitActivity, Strings.WaitStatus.With(_written, _total))
        {
            PercentComplete = 100 * _written / _total,
            SecondsRemaining = (int)progress.Remaining.TotalSeconds,
        });
    }

    private void Write(WaitResult result)
    {
        _written++;

        // One that has not come in time is not there: it is only named by its error.
        if (result.Request is not null && result.Failure?.Error != MimCmError.WaitTimeout)
            Write(result.Request);

        if (result.Failure is not null)
            WriteError(result.Failure.ToErrorRecord(result.Id));
    }
}
