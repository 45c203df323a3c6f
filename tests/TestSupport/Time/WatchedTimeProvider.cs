using System.Collections.Concurrent;

namespace MimCm.Tests;

/// <summary>A clock that shows the running timers, so that a test continues when the client waits, and not after a fixed time.</summary>
/// <param name="clock">The underlying clock.</param>
internal class WatchedTimeProvider(TimeProvider clock) : TimeProvider
{
    private readonly ConcurrentDictionary<WatchedTimer, TimeSpan> _running = new();

    /// <summary>Whether a timer runs.</summary>
    public bool IsWaiting => !_running.IsEmpty;

    /// <summary>The times of the running timers.</summary>
    public IEnumerable<TimeSpan> Waits => _running.Values;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new WatchedTimer(this, clock, callback, state, dueTime, period);

    private sealed class WatchedTimer : ITimer
    {
        private readonly WatchedTimeProvider _owner;
        private readonly ITimer _timer;

        public WatchedTimer(WatchedTimeProvider owner, TimeProvider clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _owner = owner;
            Note(dueTime);
            _timer = clock.CreateTimer(
                passed =>
                {
                    Note(Timeout.InfiniteTimeSpan);
                    callback(passed);
                },
                state, dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Note(dueTime);
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            Note(Timeout.InfiniteTimeSpan);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Note(TimeSpan dueTime)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
                _owner._running.TryRemove(this, out _);
            else
                _owner._running[this] = dueTime;
        }
    }
}
