using System.Management.Automation;

namespace MimCm.PowerShell.Output;

/// <summary>Shows a progress bar after a command has run for one second. A timer requests a record, and the pipeline thread creates and writes it, at
/// most one at a time. The cost therefore does not depend on the number of objects.</summary>
internal sealed class ProgressReporter : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Func<ProgressRecord> _getRecord;
    private readonly Action<Action> _queue;
    private readonly Action<ProgressRecord> _write;
    private readonly Timer _timer;
    private int _isQueued;
    private ProgressRecord? _lastRecord;
    private bool _isComplete;

    /// <param name="getRecord">Returns the current progress.</param>
    /// <param name="queue">Queues an action for the pipeline thread.</param>
    /// <param name="write">Writes a record, on the pipeline thread.</param>
    public ProgressReporter(Func<ProgressRecord> getRecord, Action<Action> queue, Action<ProgressRecord> write)
    {
        _getRecord = getRecord;
        _queue = queue;
        _write = write;
        _timer = new Timer(_ => QueueRecord(), state: null, Delay, Interval);
    }

    /// <summary>Removes the progress bar. Must be called on the pipeline thread.</summary>
    public void Complete()
    {
        Dispose();
        if (_lastRecord is not { } last || _isComplete)
            return;

        _isComplete = true;
        _write(new ProgressRecord(last.ActivityId, last.Activity, last.StatusDescription) { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>Stops the timer, because a pipeline that has ended accepts no more records.</summary>
    public void Dispose() => _timer.Dispose();

    private void QueueRecord()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
            _queue(WriteRecord);
    }

    private void WriteRecord()
    {
        Volatile.Write(ref _isQueued, 0);
        if (!_isComplete)
            _write(_lastRecord = _getRecord());
    }
}
