namespace MimCm.Client.Tests;

/// <summary>Checks how long a thing takes. On a machine that is busy with others a time says little, so that one of three has to do.</summary>
internal static class Promptly
{
    public static async Task WithinAsync(TimeSpan limit, Func<Task<TimeSpan>> measure)
    {
        var times = new List<TimeSpan>();
        do
            times.Add(await measure());
        while (times[^1] > limit && times.Count < 3);

        Assert.True(times[^1] <= limit, $"It took {string.Join(", ", times)}.");
    }
}
