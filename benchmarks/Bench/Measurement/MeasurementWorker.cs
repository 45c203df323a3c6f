using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace MimCm.Bench;

/// <summary>Measures one subject in C# in this process, and prints one line of JSON for each run.</summary>
internal sealed class MeasurementWorker : IDisposable
{
    private readonly MeasurementJob _job;
    private readonly HttpClient _http = new();
    private readonly Dictionary<string, MimCmClient> _clients = [];
    private readonly Guid[] _ids;

    private long _first;
    private long? _bytes;

    private MeasurementWorker(MeasurementJob job)
    {
        _job = job;
        _ids = job.Ids is { } path ? [.. File.ReadAllLines(path).Select(Guid.Parse)] : [];
        foreach (var uri in new[] { job.WarmUri, job.Uri }.OfType<string>())
            _clients[uri] = MimCmClient.Create(new MimCmClientOptions { Address = new Uri(uri) });
    }

    public static async Task RunAsync(MeasurementJob job)
    {
        using var worker = new MeasurementWorker(job);
        Func<string, RequestChecksum, Task> action = $"{job.Case} {job.Subject}" switch
        {
            "list client" => worker.ListAsync,
            "list stj" => worker.ListPlainAsync,
            "list raw" => worker.DownloadAsync,
            "by-id client" => worker.ReadAsync,
            "by-id stj" => worker.ReadPlainAsync,
            "by-id raw" => worker.DownloadEachAsync,
            "bulk client-16" => worker.ChangeAsync,
            var other => throw new ArgumentException($"There is no measurement for {other}.", nameof(job)),
        };

        if (job.WarmUri is { } warm)
            await worker.MeasureAsync("first", action, warm);

        Print(await worker.MeasureAsync("fresh", action, job.Uri));
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < job.WarmUps && clock.Elapsed.TotalSeconds < 3; i++)
            await worker.MeasureAsync("warm-up", action, job.Uri);

        for (var i = 0; i < job.Runs; i++)
            Print(await worker.MeasureAsync("warm", action, job.Uri));
    }

    public void Dispose()
    {
        _http.Dispose();
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private static void Print(Measurement sample) => Console.WriteLine(JsonSerializer.Serialize(sample));

    private async Task<Measurement> MeasureAsync(string kind, Func<string, RequestChecksum, Task> action, string uri)
    {
        if (_job.Control is { } control)
            (await _http.PostAsync(new Uri($"{control}reset"), content: null)).EnsureSuccessStatusCode();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        ResetPeak();
        using var process = Process.GetCurrentProcess();
        var sum = new RequestChecksum();
        _first = 0;
        _bytes = null;
        var before = process.WorkingSet64;
        var cpu = process.TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();

        await action(uri, sum);

        var end = Stopwatch.GetTimestamp();
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        process.Refresh();
        return new Measurement
        {
            Kind = kind,
            Milliseconds = Stopwatch.GetElapsedTime(start, end).TotalMilliseconds,
            FirstMilliseconds = Stopwatch.GetElapsedTime(start, _first).TotalMilliseconds,
            CpuMilliseconds = (process.TotalProcessorTime - cpu).TotalMilliseconds,
            AllocatedBytes = allocated,
            GrowthBytes = process.PeakWorkingSet64 - before,
            PeakBytes = process.PeakWorkingSet64,
            InOrder = sum.InOrder,
            InAnyOrder = sum.InAnyOrder,
            Bytes = _bytes,
            Changed = _job.Control is null ? null : await ChangedAsync(),
        };
    }

    /// <summary>Resets the peak of the working set, so that it is the peak of this run. Only Linux supports it.</summary>
    private static void ResetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private async Task<int> ChangedAsync() =>
        (await _http.GetFromJsonAsync<JsonElement>(new Uri($"{_job.Control}state"))).GetProperty("changed").GetInt32();

    private void MarkFirst()
    {
        if (_first == 0)
            _first = Stopwatch.GetTimestamp();
    }

    private void Add(RequestChecksum sum, Request request)
    {
        MarkFirst();
        sum.Add(request.Uuid, (int)request.Status, request.Submitted!.Value.ToUniversalTime(), request.Completed?.ToUniversalTime());
    }

    private void Add(RequestChecksum sum, PlainRequest request)
    {
        MarkFirst();
        sum.Add(request.Uuid, (int)request.Status, request.Submitted, request.Completed.Year == 1 ? null : request.Completed);
    }

    private async Task ListAsync(string uri, RequestChecksum sum)
    {
        await foreach (var request in _clients[uri].GetRequestsAsync(new RequestQuery()))
            Add(sum, request);
    }

    private async Task ListPlainAsync(string uri, RequestChecksum sum)
    {
        await using var stream = await _http.GetStreamAsync(new Uri($"{uri}/api/v1.0/requests"));
        await foreach (var request in JsonSerializer.DeserializeAsyncEnumerable<PlainRequest>(stream))
            Add(sum, request!);
    }

    private async Task DownloadAsync(string uri, RequestChecksum sum) => _bytes = await DrainAsync(new Uri($"{uri}/api/v1.0/requests"));

    private async Task<long> DrainAsync(Uri uri)
    {
        await using var stream = await _http.GetStreamAsync(uri);
        var buffer = new byte[64 * 1024];
        var total = 0L;
        while (await stream.ReadAsync(buffer) is > 0 and var length)
        {
            MarkFirst();
            total += length;
        }

        return total;
    }

    private async Task ReadAsync(string uri, RequestChecksum sum)
    {
        foreach (var id in _ids)
            Add(sum, await _clients[uri].GetRequestAsync(id));
    }

    private async Task ReadPlainAsync(string uri, RequestChecksum sum)
    {
        foreach (var id in _ids)
            Add(sum, (await _http.GetFromJsonAsync<PlainRequest>(new Uri($"{uri}/api/v1.0/requests/{id}")))!);
    }

    private async Task DownloadEachAsync(string uri, RequestChecksum sum)
    {
        var total = 0L;
        foreach (var id in _ids)
            total += await DrainAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"{uri}/api/v1.0/requests/{id}")));

        _bytes = total;
    }

    private async Task ChangeAsync(string uri, RequestChecksum sum)
    {
        var changed = new Request[_ids.Length];
        await Parallel.ForAsync(0, _ids.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            changed[i] = await _clients[uri].SetRequestStatusAsync(_ids[i], RequestStatusChange.Canceled, token);
            MarkFirst();
        });

        foreach (var request in changed)
            Add(sum, request);
    }
}
