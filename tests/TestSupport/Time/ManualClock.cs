using Microsoft.Extensions.Time.Testing;

namespace MimCm.Tests;

/// <summary>A clock that the test advances, and that shows the running timers.</summary>
internal sealed class ManualClock : WatchedTimeProvider
{
    private readonly FakeTimeProvider _time;

    public ManualClock()
        : this(new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero)))
    {
    }

    private ManualClock(FakeTimeProvider time)
        : base(time) => _time = time;

    /// <summary>The time that has passed.</summary>
    public TimeSpan Elapsed => _time.GetUtcNow() - _time.Start;

    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>For a slow server: advances the clock by this time after data was sent, if a timer is running.</summary>
    public async Task TrickleAsync(TimeSpan time)
    {
        // Gives the client time to read the data. No test depends on this time.
        await Task.Delay(1);
        if (IsWaiting)
            Advance(time);
    }

    /// <summary>Advances the clock from one timer to the next until the condition is true.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="responseTimeout">Timers of this time or more are response timeouts and are not used. Null for none.</param>
    public Task PassUntilAsync(Func<bool> condition, TimeSpan? responseTimeout = null) => Eventually.TrueAsync(() =>
    {
        if (condition())
            return true;

        var waits = Waits.Where(time => responseTimeout is null || time < responseTimeout).ToList();
        if (waits.Count > 0)
            Advance(waits.Min());

        return condition();
    });

    /// <summary>The same until the task has ended; returns its result.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> work, TimeSpan? responseTimeout = null)
    {
        await PassUntilAsync(() => work.IsCompleted, responseTimeout);
        return await work;
    }
}
