using FsCheck;
using FsCheck.Fluent;
using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>Random sequences of faults in the calls of one change. The reported outcome must be correct.</summary>
public sealed class FaultScriptTests : IAsyncLifetime
{
    private const int Approved = 3;

    private SimulatorHost _server = null!;
    private MimCmClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 2 });
        _client = MimCmClient.Create(new MimCmClientOptions
        {
            Address = _server.BaseAddress,
            Timeout = Eventually.Limit,
            MaximumRetryCount = 2,
            RetryInterval = TimeSpan.FromMilliseconds(1),
        });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public void ReportedOutcomeIsCorrectForAnyResponse()
    {
        var steps = Gen.Elements(Steps).ListOf().Resize(7).Select(list => new Script([.. list]));
        Prop.ForAll(Arb.From(steps), script => RunAsync(script).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(Replay()));
    }

    private static Replay Replay() => new(new Rnd(20261122, 7), size: null);

    private async Task<bool> RunAsync(Script script)
    {
        var id = _server.Add(new StoredRequest { Status = Approved }).Uuid;
        _server.Faults = [.. script.Steps.Select((step, i) => step with { Id = id, Nth = i + 1 })];

        var verdict = await Verdict.OfAsync(_client, id, RequestStatusChange.Completed);
        var fault = verdict.Fault(Approved, _server);
        if (fault is not null)
            throw new InvalidOperationException($"{fault} under {script}");

        Assert.True(_server.Calls.Count(call => call.Id == id && call.Changed) <= 1, $"Changed twice under {script}");
        return true;
    }

    /// <summary>The fault of the nth call of a change. A step can apply to no call.</summary>
    private static readonly FaultRule[] Steps =
    [
        new() { Name = "as it should be", Latency = 1 },
        new() { Name = "reset before", Reset = true },
        new() { Name = "reset after", Reset = true, Effect = FaultEffect.Yes },
        new() { Name = "429", Status = 429, RetryAfter = "0" },
        new() { Name = "503", Status = 503 },
        new() { Name = "502 before", Status = 502 },
        new() { Name = "502 after", Status = 502, Effect = FaultEffect.Yes },
        new() { Name = "504 after", Status = 504, Effect = FaultEffect.Yes },
        new() { Name = "408 before", Status = 408 },
        new() { Name = "500", Status = 500 },
        new() { Name = "403", Status = 403 },
        new() { Name = "409", Status = 409 },
        new() { Name = "404", Status = 404 },
        new() { Name = "401", Status = 401 },
        new() { Name = "204", Status = 204, Body = FaultBody.None },
        new() { Name = "a redirect", Status = 302, Location = "https://elsewhere.example/" },
        new() { Name = "cut short", CutBytes = 200 },
        new() { Name = "cut short and said to be whole", CutBytes = 200, Framing = FaultFraming.Chunked },
        new() { Name = "garbage", Content = FaultContent.Garbage },
        new() { Name = "a page", Content = FaultContent.Page },
        new() { Name = "null", Content = FaultContent.Null },
        new() { Name = "nothing", Content = FaultContent.Empty },
        new() { Name = "another request", Content = FaultContent.OtherId },
        new() { Name = "no Uuid", Content = FaultContent.NoUuid },
        new() { Name = "no effect", Effect = FaultEffect.No },
    ];

    private sealed record Script(IReadOnlyList<FaultRule> Steps)
    {
        public override string ToString() => string.Join("; ", Steps.Select(step => step.Name));
    }
}
