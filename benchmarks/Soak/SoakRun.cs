using System.Collections.Concurrent;
using System.Diagnostics;

namespace MimCm.Soak;

/// <summary>Mixed reads and changes at once, each held against the server's truth, until the time is up.</summary>
internal sealed class SoakRun(FaultyServer server, int seed)
{
    private const int Workers = 8;
    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly ConcurrentQueue<string> _lost = new();
    private int _calls;

    /// <summary>Whether nothing was lost and nothing grew.</summary>
    public async Task<bool> RunAsync(TimeSpan duration)
    {
        var ids = await server.IdsAsync();
        using var client = MimCmClient.Create(new MimCmClientOptions
        {
            Address = server.Address,
            Timeout = TimeSpan.FromSeconds(10),
            RetryInterval = TimeSpan.FromMilliseconds(2),
        });
        var observed = client.WithExchangeObserver(_ => Interlocked.Increment(ref _calls));

        var clock = Stopwatch.StartNew();
        var warmUp = TimeSpan.FromTicks(duration.Ticks / 5);
        Usage? start = null;
        var workers = Enumerable.Range(0, Workers).Select(n => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + n);
            var own = ids.Where((_, i) => i % Workers == n).ToArray();
            while (clock.Elapsed < duration)
                await StepAsync(observed, own, random);
        })).ToList();

        await Task.Delay(warmUp);
        start = Usage.Now();
        await Task.WhenAll(workers);
        var end = Usage.Now();

        Report(clock.Elapsed, start, end, await server.FaultsMetAsync());
        return _lost.IsEmpty && end.IsFlatFrom(start);
    }

    private Task StepAsync(MimCmClient client, Guid[] own, Random random) => random.Next(100) switch
    {
        < 2 => ListAsync(client),
        < 5 => ListAFewAsync(client, random.Next(1, 200)),
        < 50 => ReadAsync(client, own[random.Next(own.Length)]),
        _ => ChangeAsync(client, own[random.Next(own.Length)], (RequestStatusChange)random.Next(1, 4)),
    };

    private async Task ListAsync(MimCmClient client)
    {
        var seen = new HashSet<Guid>();
        try
        {
            await foreach (var request in client.GetRequestsAsync(new RequestQuery()))
                seen.Add(request.Uuid);

            Count("list, whole");
            if (seen.Count != FaultyServer.Requests)
                _lost.Enqueue($"A list ended without an error after {seen.Count} of {FaultyServer.Requests} requests.");
        }
        catch (MimCmException e)
        {
            Count($"list, {e.Error}");
        }
    }

    private async Task ListAFewAsync(MimCmClient client, int wanted)
    {
        try
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
            {
                if (--wanted == 0)
                    break;
            }

            Count("list, left early");
        }
        catch (MimCmException e)
        {
            Count($"list, {e.Error}");
        }
    }

    private async Task ReadAsync(MimCmClient client, Guid id)
    {
        try
        {
            var request = await client.GetRequestAsync(id);
            Count("read");
            if (request.Uuid != id)
                _lost.Enqueue($"{id} was asked for and {request.Uuid} came.");
        }
        catch (MimCmException e)
        {
            Count($"read, {e.Error}");
        }
    }

    /// <summary>Changes a request that no other worker touches, and compares what is said of it with what is so.</summary>
    private async Task ChangeAsync(MimCmClient client, Guid id, RequestStatusChange change)
    {
        int? said;
        try
        {
            said = (int)(await client.SetRequestStatusAsync(id, change)).Status;
            Count("change");
        }
        catch (MimCmException e)
        {
            Count($"change, {e.Error}");
            said = e.Error == MimCmError.OutcomeUnknown ? null : FaultyServer.Approved;
        }

        var now = await server.StatusOfAsync(id);
        if (said is not null && said != now)
            _lost.Enqueue($"{id} is said to stand at {said} after {change}, and stands at {now}.");

        await server.ApproveAsync(id);
    }

    private void Count(string outcome) => _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);

    private void Report(TimeSpan elapsed, Usage start, Usage end, IReadOnlyDictionary<string, int> faults)
    {
        Console.WriteLine($"{elapsed.TotalMinutes:0.0} minutes, {Workers} workers, seed {seed}");
        Console.WriteLine($"calls: {_calls}");
        Console.WriteLine($"faults met: {faults.Values.Sum()}");
        foreach (var (name, count) in faults.OrderBy(fault => fault.Key, StringComparer.Ordinal))
            Console.WriteLine($"  {name}: {count}");

        Console.WriteLine("outcomes:");
        foreach (var (name, count) in _outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
            Console.WriteLine($"  {name}: {count}");

        Console.WriteLine($"objects lost or wrong: {_lost.Count}");
        foreach (var lost in _lost.Take(20))
            Console.WriteLine($"  {lost}");

        Console.WriteLine($"after the warm-up: {start}");
        Console.WriteLine($"at the end:        {end}");
        Console.WriteLine(_lost.IsEmpty && end.IsFlatFrom(start) ? "Nothing lost, nothing grew." : "This is not what it should be.");
    }
}
