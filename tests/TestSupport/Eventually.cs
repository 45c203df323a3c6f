using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>Waits for what another process or thread brings about, in place of a pause of a fixed length.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">It did not come about within a minute.</exception>
    public static async Task TrueAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Limit)
                throw new TimeoutException($"What was waited for did not come about within {Limit.TotalSeconds} s.");

            await Task.Delay(10);
        }
    }
}
