using System.Collections.Concurrent;
using System.Diagnostics;

namespace MimCm.Soak;

/// <summary>Runs concurrent reads and changes for a given time, and compares each result with the state of the server.</summary>
internal sealed class SoakTest(FaultyServer server, int seed)
{
    private const int Workers = 8;
    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private int _calls;

    /// <summary>Runs the test; returns true if no result was lost or wrong and resources did not grow.</summary>
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
        ResourceUsage? start = null;
        var workers = Enumerable.Range(0, Workers).Select(n => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + n);
            var own = ids.Where((_, i) => i % Workers == n).ToArray();
            while (clock.Elapsed < duration)
                await StepAsync(observed, own, random);
        })).ToList();

        await Task.Delay(warmUp);
        start = ResourceUsage.Measure();
        await Task.WhenAll(workers);
        var end = ResourceUsage.Measure();

        Report(clock.Elapsed, start, end, await server.GetFaultCountsAsync());
        return _errors.IsEmpty && end.HasNotGrownSince(start);
    }

    private Task StepAsync(MimCmClient client, Guid[] own, Random random) => random.Next(100) switch
    {
        < 2 => ListAsync(client),
        < 5 => ListPartAsync(client, random.Next(1, 200)),
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

            Count("list, complete");
            if (seen.Count != FaultyServer.Requests)
                _errors.Enqueue($"A list ended without an error after {seen.Count} of {FaultyServer.Requests} requests.");
        }
        catch (MimCmException e)
        {
            Count($"list, {e.Error}");
        }
    }

    private async Task ListPartAsync(MimCmClient client, int wanted)
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
                _errors.Enqueue($"{id} was requested, but {request.Uuid} was returned.");
        }
        catch (MimCmException e)
        {
            Count($"read, {e.Error}");
        }
    }

    /// <summary>Changes a request that no other worker uses, and compares the reported status with the actual one.</summary>
    private async Task ChangeAsync(MimCmClient client, Guid id, RequestStatusChange change)
    {
        int? reported;
        try
        {
            reported = (int)(await client.SetRequestStatusAsync(id, change)).Status;
            Count("change");
        }
        catch (MimCmException e)
        {
            Count($"change, {e.Error}");
            reported = e.Error == MimCmError.OutcomeUnknown ? null : FaultyServer.Approved;
        }

        var actual = await server.StatusOfAsync(id);
        if (reported is not null && reported != actual)
            _errors.Enqueue($"{id} was reported as {reported} after {change}, but is {actual}.");

        await server.ApproveAsync(id);
    }

    private void Count(string outcome) => _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);

    private void Report(TimeSpan elapsed, ResourceUsage start, ResourceUsage end, IReadOnlyDictionary<string, int> faults)
    {
        Console.WriteLine($"{elapsed.TotalMinutes:0.0} minutes, {Workers} workers, seed {seed}");
        Console.WriteLine($"calls: {_calls}");
        Console.WriteLine($"faults applied: {faults.Values.Sum()}");
        foreach (var (name, count) in faults.OrderBy(fault => fault.Key, StringComparer.Ordinal))
            Console.WriteLine($"  {name}: {count}");

        Console.WriteLine("outcomes:");
        foreach (var (name, count) in _outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal))
            Console.WriteLine($"  {name}: {count}");

        Console.WriteLine($"lost or wrong results: {_errors.Count}");
        foreach (var error in _errors.Take(20))
            Console.WriteLine($"  {error}");

        Console.WriteLine($"after the warm-up: {start}");
        Console.WriteLine($"at the end:        {end}");
        Console.WriteLine(_errors.IsEmpty && end.HasNotGrownSince(start) ? "Passed." : "FAILED: a result was lost or wrong, or resources grew.");
    }
}
