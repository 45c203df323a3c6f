using System.Management.Automation;

namespace MimCm.PowerShell.Output;

/// <summary>Shows how far a command has got, once it has taken a second. A clock asks for it; what is shown is looked up and written
/// on the pipeline's thread, at most one record at a time, so that a list of a million costs no more than a short one.</summary>
internal sealed class ProgressReporter : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Func<ProgressRecord> _look;
    private readonly Action<Action> _queue;
    private readonly Action<ProgressRecord> _write;
    private readonly Timer _clock;
    private int _isQueued;
    private ProgressRecord? _shown;
    private bool _hasEnded;

    /// <param name="look">How far it has got.</param>
    /// <param name="queue">Has the pipeline's thread do something.</param>
    /// <param name="write">Writes a record, on the pipeline's thread.</param>
    public ProgressReporter(Func<ProgressRecord> look, Action<Action> queue, Action<ProgressRecord> write)
    {
        _look = look;
        _queue = queue;
        _write = write;
        _clock = new Timer(_ => Tick(), state: null, Delay, Interval);
    }

    /// <summary>Takes the bar away. On the pipeline's thread.</summary>
    public void End()
    {
        Dispose();
        if (_shown is not { } shown || _hasEnded)
            return;

        _hasEnded = true;
        _write(new ProgressRecord(shown.ActivityId, shown.Activity, shown.StatusDescription) { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>Stops the clock: a pipeline that has ended takes no more records.</summary>
    public void Dispose() => _clock.Dispose();

    private void Tick()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
            _queue(Show);
    }

    private void Show()
    {
        Volatile.Write(ref _isQueued, 0);
        if (!_hasEnded)
            _write(_shown = _look());
    }
}
