using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>Waits for a condition that another process or thread fulfills, instead of a fixed time.</summary>
internal static class Eventually
{
    /// <summary>The maximum time to wait: long enough for any machine, so that only a condition that is never fulfilled takes as long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">The condition was not fulfilled within a minute.</exception>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <exception cref="TimeoutException">The condition was not fulfilled within a minute.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            ThrowIfTooLate(clock);
            await Task.Delay(Pause);
        }
    }

    /// <summary>The same for code that is not asynchronous.</summary>
    /// <exception cref="TimeoutException">The condition was not fulfilled within a minute.</exception>
    public static void True(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            ThrowIfTooLate(clock);
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Waits until the task has ended, successfully or not.</summary>
    /// <exception cref="TimeoutException">The task did not end within a minute.</exception>
    public static async Task EndsAsync(Task work)
    {
        if (await Task.WhenAny(work, Task.Delay(Limit)) != work)
            throw CreateTooLate();

        await work;
    }

    /// <summary>The same for a task with a result.</summary>
    /// <exception cref="TimeoutException">The task did not end within a minute.</exception>
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
