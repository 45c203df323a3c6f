using System.Collections.Concurrent;
using System.Diagnostics;

namespace MimCm.Simulator.Ldap;

/// <summary>Waits for a few milliseconds. Task.Delay is only as accurate as the tick of the system, so that 2 ms can take 5 ms.</summary>
internal static class ShortDelay
{
    private static readonly BlockingCollection<(long DueTime, TaskCompletionSource Due)> Waiting = [];

    static ShortDelay() => new Thread(Run) { IsBackground = true, Name = nameof(ShortDelay) }.Start();

    /// <summary>Returns a task that ends after the delay. Delays end in the order in which they begin, so a long delay also holds up
    /// the short ones after it.</summary>
    public static Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add((Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), due), cancellationToken);
        return due.Task.WaitAsync(cancellationToken);
    }

    private static void Run()
    {
        using var never = new ManualResetEvent(false);
        foreach (var (dueTime, due) in Waiting.GetConsumingEnumerable())
        {
            var remaining = (dueTime - Stopwatch.GetTimestamp()) * 1000 / (double)Stopwatch.Frequency;
            if (remaining > 0)
                never.WaitOne((int)Math.Ceiling(remaining));
            due.SetResult();
        }
    }
}
