using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>Thousands of changes against a server with faults in a fifth of the responses.</summary>
public sealed class BulkChangeTests
{
    private const int Count = 5000;
    private const int Approved = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task EachIdHasOneResultThatMatchesTheServer(int atOnce)
    {
        await using var server = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = Count, Seed = 7, Faults = AFifth(seed: 42) });
        var ids = server.Requests().Select(request => request.Uuid).ToList();
        foreach (var id in ids)
            server.SetStatus(id, Approved);

        using var client = MimCmClient.Create(new MimCmClientOptions
        {
            Address = server.BaseAddress,
            Timeout = Eventually.Limit,
            RetryInterval = TimeSpan.FromMilliseconds(1),
        });

        var verdicts = new Verdict[ids.Count];
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) =>
            verdicts[i] = await Verdict.OfAsync(client, ids[i], (RequestStatusChange)Enum.GetValues(typeof(RequestStatusChange)).GetValue(i % 3)!));

        Assert.Empty(verdicts.Select(verdict => verdict.Fault(Approved, server)).OfType<string>());
        Assert.DoesNotContain(server.Calls.Where(call => call.Changed).GroupBy(call => call.Id), calls => calls.Count() > 1);

        // The faults occurred, and most calls recovered.
        Assert.True(server.FaultStatistics.Sum(fault => fault.Applied) > Count / 10);
        Assert.True(verdicts.Count(verdict => verdict.Request is not null) > Count * 9 / 10);
        Assert.Contains(verdicts, verdict => verdict.Failure is not null);
    }

    /// <summary>Fault rules for about one call in five, before or after the change.</summary>
    private static List<FaultRule> AFifth(int seed)
    {
        FaultRule[] rules =
        [
            new() { Name = "reset before", Method = "PUT", Reset = true },
            new() { Name = "reset after", Method = "PUT", Reset = true, Effect = FaultEffect.Yes },
            new() { Name = "busy", Method = "PUT", Status = 503, RetryAfter = "0" },
            new() { Name = "bad gateway after", Method = "PUT", Status = 502, Effect = FaultEffect.Yes, Body = FaultBody.Page },
            new() { Name = "gateway timeout before", Method = "PUT", Status = 504 },
            new() { Name = "gave up waiting after", Method = "PUT", Status = 408, Effect = FaultEffect.Yes },
            new() { Name = "failed", Method = "PUT", Status = 500 },
            new() { Name = "cut short", Method = "PUT", CutBytes = 100 },
            new() { Name = "garbage", Method = "PUT", Content = FaultContent.Garbage },
            new() { Name = "page", Method = "PUT", Content = FaultContent.Page },
            new() { Name = "another", Method = "PUT", Content = FaultContent.OtherId },
            new() { Name = "empty", Method = "PUT", Content = FaultContent.Empty },
            new() { Name = "read reset", Method = "GET", Reset = true },
            new() { Name = "read busy", Method = "GET", Status = 503 },
            new() { Name = "read cut", Method = "GET", CutBytes = 50 },
        ];
        return [.. rules.Select((rule, i) => rule with { Probability = 0.2 / 12, Seed = seed + i })];
    }
}
