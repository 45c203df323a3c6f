using System.Net.Http.Json;
using System.Text.Json;

namespace MimCm.Bench;

/// <summary>Runs the benchmarks, one process at a time, and writes the results.</summary>
internal sealed class BenchmarkRunner(BenchmarkOptions options)
{
    private const int LatencyMilliseconds = 20;

    private PowerShellHost? _powerShell;
    private readonly List<BenchmarkResult> _results = [];
    private readonly List<StartupMeasurement> _starts = [];

    /// <exception cref="WrongResultException">A measured process failed or returned a wrong result.</exception>
    public async Task RunAsync()
    {
        _powerShell = await PowerShellHost.FindAsync("pwsh");
        var machine = await MachineDescription.DescribeAsync(_powerShell);
        Console.WriteLine(machine);
        if (_powerShell is null)
            Console.WriteLine("PowerShell 7 was not found: the cmdlets, Invoke-RestMethod and the startup of a process are not measured.");

        if (options.Only.Contains(BenchmarkOptions.List))
            await ListAsync();
        if (options.Only.Contains(BenchmarkOptions.Simulator))
            await ListFromSimulatorAsync();
        if (options.Only.Contains(BenchmarkOptions.ById))
            await ByIdAsync();
        if (options.Only.Contains(BenchmarkOptions.Bulk))
            await BulkAsync();
        if (options.Only.Contains(BenchmarkOptions.Start) && _powerShell is not null)
            await StartAsync();

        Console.WriteLine(new TargetTable(_results, _starts).Format());
        if (options.Output is { } folder)
            await new ReportWriter(machine, _results, _starts).WriteAsync(folder);
    }

    private async Task ListAsync()
    {
        using var server = ChildProcess.StartManaged("Bench.dll", "--serve-bodies");
        var root = await server.ReadLineAsync();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        foreach (var size in options.Sizes)
        {
            var uri = $"{root}s{size}";
            var expected = (await http.GetFromJsonAsync<ExpectedResult>(new Uri($"{uri}/expected")))!;
            foreach (var subject in new[] { "mimcm", "mimcm-collected", "irm", "irm-typed", "stj", "client", "raw" })
            {
                var isSlow = subject.StartsWith("irm", StringComparison.Ordinal);
                if (isSlow && size > BenchmarkOptions.MaxInvokeRestMethodSize)
                    continue;

                await MeasureAsync(size, expected, new MeasurementJob
                {
                    Case = BenchmarkOptions.List,
                    Subject = subject,
                    Uri = uri,
                    WarmUri = $"{root}s1000",
                    WarmUps = isSlow ? (size > 10_000 ? 0 : 1) : size switch { <= 10_000 => 50, <= 100_000 => 3, _ => 0 },
                    Runs = options.IsQuick ? 2 : isSlow || size > 100_000 ? 5 : 9,
                });
            }
        }
    }

    /// <summary>Measures the list of the simulator, which generates each request while it sends: the simulator is the bottleneck.</summary>
    private async Task ListFromSimulatorAsync()
    {
        var size = options.IsQuick ? 10_000 : 100_000;
        using var simulator = await SimulatorProcess.StartAsync(size);
        var requests = await simulator.RequestsAsync();
        using var http = new HttpClient();
        var body = await http.GetByteArrayAsync(new Uri($"{simulator.Folder}/api/v1.0/requests"));
        var expected = ExpectedResultCalculator.Sum(requests) with { Bytes = body.LongLength };
        foreach (var subject in new[] { "mimcm", "stj", "client", "raw" })
        {
            var runs = options.IsQuick ? 2 : 5;
            var job = new MeasurementJob { Case = BenchmarkOptions.List, Subject = subject, Uri = simulator.Folder, WarmUps = 2, Runs = runs };
            await MeasureAsync(size, expected, job, BenchmarkOptions.Simulator);
        }
    }

    private async Task ByIdAsync()
    {
        using var simulator = await SimulatorProcess.StartAsync(10_000);
        var requests = (await simulator.RequestsAsync()).Take(options.ByIdCount).ToList();
        using var ids = new IdFile(requests.Select(request => request.Uuid));
        using var http = new HttpClient();
        var bytes = 0L;
        foreach (var request in requests)
            bytes += (await http.GetByteArrayAsync(new Uri($"{simulator.Folder}/api/v1.0/requests/{request.Uuid}"))).Length;

        var expected = ExpectedResultCalculator.Sum(requests) with { Bytes = bytes };
        foreach (var subject in new[] { "mimcm", "mimcm-8", "irm", "irm-session", "stj", "client", "raw" })
        {
            await MeasureAsync(requests.Count, expected, new MeasurementJob
            {
                Case = BenchmarkOptions.ById,
                Subject = subject,
                Uri = simulator.Folder,
                Ids = ids.Path,
                WarmUps = 2,
                Runs = options.IsQuick ? 2 : 5,
            });
        }
    }

    private async Task BulkAsync()
    {
        using var simulator = await SimulatorProcess.StartAsync(20_000, [new { method = "PUT", latency = LatencyMilliseconds }]);
        const int Approved = 3;
        var requests = (await simulator.RequestsAsync(Approved)).Take(options.BulkCount).ToList();
        using var ids = new IdFile(requests.Select(request => request.Uuid));
        var expected = ExpectedResultCalculator.Sum(requests, ExpectedResultCalculator.Canceled) with { Changed = requests.Count };
        foreach (var subject in new[] { "mimcm-16", "mimcm-journal-16", "irm-parallel-16", "client-16", "mimcm-4", "mimcm-1", "mimcm-journal-1", "irm" })
        {
            // Sequential changes take most of a minute for each run, nearly all of it latency.
            var isSequential = subject is "mimcm-1" or "mimcm-journal-1" or "irm";
            await MeasureAsync(requests.Count, expected, new MeasurementJob
            {
                Case = BenchmarkOptions.Bulk,
                Subject = subject,
                Uri = simulator.Folder,
                Control = simulator.Control,
                Ids = ids.Path,
                WarmUps = isSequential || options.IsQuick ? 0 : 1,
                Runs = options.IsQuick ? 1 : 5,
            });
        }
    }

    private async Task StartAsync()
    {
        using var server = ChildProcess.StartManaged("Bench.dll", "--serve-bodies");
        var folder = $"{await server.ReadLineAsync()}s2";
        for (var run = 0; run < (options.IsQuick ? 2 : 9); run++)
        {
            foreach (var (subject, module, first) in new[]
            {
                ("empty", RepositoryPaths.Beside("EmptyModule.psd1"), "Get-Nothing"),
                ("mimcm", RepositoryPaths.Module, "Get-CmRequest"),
                ("irm", "", "Invoke-RestMethod"),
            })
            {
                var sample = await _powerShell!.StartAsync(module, first, folder);
                if (sample.Count != (subject == "empty" ? 0 : 2))
                    throw new WrongResultException($"The first call of {subject} returned {sample.Count} requests.");

                _starts.Add(sample with { Subject = subject });
            }
        }

        foreach (var subject in _starts.GroupBy(start => start.Subject))
        {
            var import = Median.Of(subject.Select(start => start.ImportMilliseconds));
            var first = Median.Of(subject.Select(start => start.FirstMilliseconds));
            Console.WriteLine($"start {subject.Key}: import {import:0} ms, first call {first:0} ms");
        }
    }

    private async Task MeasureAsync(int size, ExpectedResult expected, MeasurementJob job, string? name = null)
    {
        var isCSharp = job.Subject.Split('-')[0] is "stj" or "client" or "raw";
        if ((!isCSharp && _powerShell is null) || (options.Subjects.Count > 0 && !options.Subjects.Contains(job.Subject)))
            return;

        var path = job.Write();
        try
        {
            using var child = isCSharp ? ChildProcess.StartManaged("Bench.dll", "--measure", path) : _powerShell!.Measure(path);
            var lines = await child.ReadToEndAsync();
            var result = new BenchmarkResult(name ?? job.Case, job.Subject, size, [.. lines.Select(line => JsonSerializer.Deserialize<Measurement>(line)!)]);
            foreach (var sample in result.Samples)
                expected.Verify(sample, result);

            _results.Add(result);
            Console.WriteLine(
                $"{result.Case,-10}{result.Subject,-18}{size,9}  {result.Milliseconds,10:0.0} ms  first {result.MedianOf(s => s.FirstMilliseconds),8:0.0} ms  "
                + $"cpu {result.MedianOf(s => s.CpuMilliseconds),8:0} ms  {result.MedianOf(s => s.AllocatedBytes) / size,8:0} B each  "
                + $"growth {result.Fresh.GrowthBytes / 1e6,7:0.0} MB  ({result.Runs} runs)");
        }
        finally
        {
            File.Delete(path);
            File.Delete(Path.ChangeExtension(path, ".jsonl"));
        }
    }
}
