using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>Thousands of creations against a server with a fifth of the responses lost or wrong. A creation is never sent twice, so the
/// outcome after a lost response is determined from the list of the server.</summary>
public sealed class BulkCreationTests
{
    private const int Count = 2000;
    private const int AtOnce = 16;

    private static readonly Guid Template = new("a039b4d0-5ce8-4eff-8651-181c6576fda3");

    [Fact]
    public async Task NoRequestIsCreatedTwiceOrReportedAsFailedAndUnknownOnesHaveCandidates()
    {
        await using var server = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 0, Seed = 7, Faults = AFifth(seed: 42) });
        using var client = MimCmClient.Create(new MimCmClientOptions
        {
            Address = server.BaseAddress,
            Timeout = Eventually.Limit,
            RetryInterval = TimeSpan.FromMilliseconds(1),
        });

        var verdicts = new CreationVerdict[Count];
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var request = new NewRequest { Kind = RequestKind.Enroll, ProfileTemplateUuid = Template, TargetUserUuid = Guid.NewGuid() };

            // For every tenth user, another client creates the same request at the same time. Both can be the one with the lost response.
            var other = i % 10 == 0 ? AddOther(server, request.TargetUserUuid.Value) : (Guid?)null;
            verdicts[i] = await CreationVerdict.OfAsync(client, request, other);
        });

        Assert.Empty(verdicts.Select(verdict => verdict.Fault(server)).OfType<string>());

        // Each creation was sent once, and each was reported as another request.
        Assert.Equal(Count, server.Calls.Count(call => call.Method == "POST"));
        var told = verdicts.Where(verdict => verdict.Result is not null).Select(verdict => verdict.Result!.Request.Uuid).ToList();
        Assert.Equal(told.Count, told.Distinct().Count());

        // The faults occurred, and so did every kind of outcome.
        Assert.True(server.FaultStatistics.Where(fault => fault.Rule.Method == "POST").Sum(fault => fault.Applied) > Count * 15 / 100);
        Assert.Contains(verdicts, verdict => verdict.Result?.LostResponse is not null);
        Assert.Contains(verdicts, verdict => verdict is { IsUnknown: true, Failure.Candidates.Count: 2 });
        Assert.Contains(verdicts, verdict => verdict is { IsUnknown: true, Failure.Candidates.Count: 0 });
        Assert.Contains(verdicts, verdict => verdict.Failure is { Error: MimCmError.CreatedUnread });
        Assert.Contains(verdicts, verdict => verdict.Failure is { Error: MimCmError.ServerError });
        Assert.True(told.Count > Count * 85 / 100);
    }

    private static Guid AddOther(SimulatorHost server, Guid target) =>
        server.Add(new StoredRequest { Uuid = Guid.NewGuid(), TargetUserUuid = target, ProfileTemplateUuid = Template, Submitted = DateTime.UtcNow }).Uuid;

    /// <summary>Fault rules for one creation in five, before or after it took effect, and for some of the reads that follow.</summary>
    private static List<FaultRule> AFifth(int seed)
    {
        FaultRule[] rules =
        [
            new() { Name = "reset before", Method = "POST", Reset = true },
            new() { Name = "reset after", Method = "POST", Reset = true, Effect = FaultEffect.Yes },
            new() { Name = "busy before", Method = "POST", Status = 503, RetryAfter = "0" },
            new() { Name = "bad gateway after", Method = "POST", Status = 502, Effect = FaultEffect.Yes, Body = FaultBody.Page },
            new() { Name = "gateway timeout before", Method = "POST", Status = 504 },
            new() { Name = "gave up waiting after", Method = "POST", Status = 408, Effect = FaultEffect.Yes },
            new() { Name = "failed before", Method = "POST", Status = 500 },
            new() { Name = "failed after", Method = "POST", Status = 500, Effect = FaultEffect.Yes },
            new() { Name = "cut short", Method = "POST", CutBytes = 20 },
            new() { Name = "garbage", Method = "POST", Content = FaultContent.Garbage },
            new() { Name = "page", Method = "POST", Content = FaultContent.Page },
            new() { Name = "empty", Method = "POST", Content = FaultContent.Empty },
            new() { Name = "read reset", Method = "GET", Reset = true },
            new() { Name = "read busy", Method = "GET", Status = 503 },
            new() { Name = "read damaged", Method = "GET", Path = "item", Content = FaultContent.Garbage },
        ];
        return [.. rules.Select((rule, i) => rule with { Probability = 0.2 / 12, Seed = seed + i })];
    }
}
