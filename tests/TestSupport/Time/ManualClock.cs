using Microsoft.Extensions.Time.Testing;

namespace MimCm.Tests;

/// <summary>A clock that stands still until the test moves it, and that tells what is waited for.</summary>
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

    /// <summary>Lets a server trickle: the clock moves by this time, if somebody waits, once something has been sent.</summary>
    public async Task TrickleAsync(TimeSpan time)
    {
        // So that what was sent is read meanwhile. It is no time that a test relies on.
        await Task.Delay(1);
        if (IsWaiting)
            Advance(time);
    }

    /// <summary>Lets the time pass, from one timer to the next, until the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="responseTimeout">Timers of this time and more are left alone: by them a response is waited for. Null for none.</param>
    public Task PassUntilAsync(Func<bool> condition, TimeSpan? responseTimeout = null) => Eventually.TrueAsync(() =>
    {
        if (condition())
            return true;

        var waits = Waits.Where(time => responseTimeout is null || time < responseTimeout).ToList();
        if (waits.Count > 0)
            Advance(waits.Min());

        return condition();
    });

    /// <summary>The same until the work has ended; its result.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> work, TimeSpan? responseTimeout = null)
    {
        await PassUntilAsync(() => work.IsCompleted, responseTimeout);
        return await work;
    }
}
