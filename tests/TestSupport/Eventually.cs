using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>Waits for what another process or thread brings about, in place of a pause of a fixed length.</summary>
internal static class Eventually
{
    /// <summary>After this time it is not waited for any longer: long enough for any machine, so that only what never comes takes as long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It did not come about within a minute.</exception>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <exception cref="TimeoutException">It did not come about within a minute.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            ThrowIfTooLate(clock);
            await Task.Delay(Pause);
        }
    }

    /// <summary>The same for what cannot wait otherwise.</summary>
    /// <exception cref="TimeoutException">It did not come about within a minute.</exception>
    public static void True(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            ThrowIfTooLate(clock);
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Waits for the end of the work, which may be a failure.</summary>
    /// <exception cref="TimeoutException">It did not end within a minute.</exception>
    public static async Task EndsAsync(Task work)
    {
        if (await Task.WhenAny(work, Task.Delay(Limit)) != work)
            throw CreateTooLate();

        await work;
    }

    /// <summary>The same for work with a result.</summary>
    /// <exception cref="TimeoutException">It did not end within a minute.</exception>
    public static async Task<T> EndsAsync<T>(Task<T> work)
    {
        await EndsAsync((Task)work);
        return await work;
    }

    private static void ThrowIfTooLate(Stopwatch clock)
    {
        if (clock.Elapsed > Limit)
            throw CreateTooLate();
    }

    private static TimeoutException CreateTooLate() => new($"What was waited for did not come about within {Limit.TotalSeconds} s.");
}
