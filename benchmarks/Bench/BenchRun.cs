using System.Net.Http.Json;
using System.Text.Json;

namespace MimCm.Bench;

/// <summary>Measures everything, one process at a time, and writes the results.</summary>
internal sealed class BenchRun(BenchOptions options)
{
    private const int LatencyMilliseconds = 20;

    private PowerShellHost? _powerShell;
    private readonly List<Measured> _results = [];
    private readonly List<StartSample> _starts = [];

    /// <exception cref="WrongResultException">Something did not do what it was to do.</exception>
    public async Task RunAsync()
    {
        _powerShell = await PowerShellHost.FindAsync("pwsh");
        var machine = await Machine.DescribeAsync(_powerShell);
        Console.WriteLine(machine);
        if (_powerShell is null)
            Console.WriteLine("There is no PowerShell 7 here: the cmdlets, Invoke-RestMethod and the start of a process are left out.");

        if (options.Only.Contains(BenchOptions.List))
            await ListAsync();
        if (options.Only.Contains(BenchOptions.Simulator))
            await ListFromSimulatorAsync();
        if (options.Only.Contains(BenchOptions.ById))
            await ByIdAsync();
        if (options.Only.Contains(BenchOptions.Bulk))
            await BulkAsync();
        if (options.Only.Contains(BenchOptions.Start) && _powerShell is not null)
            await StartAsync();

        var report = new Report(machine, _results, _starts);
        Console.WriteLine(report.Targets());
        if (options.Output is { } folder)
            await report.WriteAsync(folder);
    }

    private async Task ListAsync()
    {
        using var server = Child.StartManaged("Bench.dll", "--serve-bodies");
        var root = await server.ReadLineAsync();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        foreach (var size in options.Sizes)
        {
            var uri = $"{root}s{size}";
            var expected = (await http.GetFromJsonAsync<Expected>(new Uri($"{uri}/expected")))!;
            foreach (var subject in new[] { "mimcm", "mimcm-collected", "irm", "irm-typed", "stj", "client", "raw" })
            {
                var isSlow = subject.StartsWith("irm", StringComparison.Ordinal);
                if (isSlow && size > BenchOptions.LongestForInvokeRestMethod)
                    continue;

                await MeasureAsync(size, expected, new Job
                {
                    Case = BenchOptions.List,
                    Subject = subject,
                    Uri = uri,
                    WarmUri = $"{root}s1000",
                    WarmUps = isSlow ? (size > 10_000 ? 0 : 1) : size switch { <= 10_000 => 50, <= 100_000 => 3, _ => 0 },
                    Runs = options.IsQuick ? 2 : isSlow || size > 100_000 ? 5 : 9,
                });
            }
        }
    }

    /// <summary>The same with the simulator making each request: then it is the simulator that is measured, and the table says so.</summary>
    private async Task ListFromSimulatorAsync()
    {
        var size = options.IsQuick ? 10_000 : 100_000;
        using var simulator = await SimulatorProcess.StartAsync(size);
        var requests = await simulator.RequestsAsync();
        using var http = new HttpClient();
        var expected = Oracle.Sum(requests) with { Bytes = (await http.GetByteArrayAsync(new Uri($"{simulator.Folder}/api/v1.0/requests"))).LongLength };
        foreach (var subject in new[] { "mimcm", "stj", "client", "raw" })
            await MeasureAsync(size, expected, new Job { Case = BenchOptions.List, Subject = subject, Uri = simulator.Folder, WarmUps = 2, Runs = options.IsQuick ? 2 : 5 }, BenchOptions.Simulator);
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

        var expected = Oracle.Sum(requests) with { Bytes = bytes };
        foreach (var subject in new[] { "mimcm", "mimcm-8", "irm", "irm-session", "stj", "client", "raw" })
            await MeasureAsync(requests.Count, expected, new Job { Case = BenchOptions.ById, Subject = subject, Uri = simulator.Folder, Ids = ids.Path, WarmUps = 2, Runs = options.IsQuick ? 2 : 5 });
    }

    private async Task BulkAsync()
    {
        using var simulator = await SimulatorProcess.StartAsync(20_000, [new { method = "PUT", latency = LatencyMilliseconds }]);
        const int Approved = 3;
        var requests = (await simulator.RequestsAsync(Approved)).Take(options.BulkCount).ToList();
        using var ids = new IdFile(requests.Select(request => request.Uuid));
        var expected = Oracle.Sum(requests, Oracle.Canceled) with { Changed = requests.Count };
        foreach (var subject in new[] { "mimcm-16", "irm-parallel-16", "client-16", "mimcm-4", "mimcm-1", "irm" })
        {
            // One after the other they take most of a minute a run, nearly all of it the latency.
            var isOneByOne = subject is "mimcm-1" or "irm";
            await MeasureAsync(requests.Count, expected, new Job
            {
                Case = BenchOptions.Bulk,
                Subject = subject,
                Uri = simulator.Folder,
                Control = simulator.Control,
                Ids = ids.Path,
                WarmUps = isOneByOne || options.IsQuick ? 0 : 1,
                Runs = options.IsQuick ? 1 : 5,
            });
        }
    }

    private async Task StartAsync()
    {
        using var server = Child.StartManaged("Bench.dll", "--serve-bodies");
        var folder = $"{await server.ReadLineAsync()}s2";
        for (var run = 0; run < (options.IsQuick ? 2 : 9); run++)
        {
            foreach (var (subject, module, first) in new[]
            {
                ("empty", Repository.Beside("EmptyModule.psd1"), "Get-Nothing"),
                ("mimcm", Repository.Module, "Get-CmRequest"),
                ("irm", "", "Invoke-RestMethod"),
            })
            {
                var sample = await _powerShell!.StartAsync(module, first, folder);
                if (sample.Count != (subject == "empty" ? 0 : 2))
                    throw new WrongResultException($"The first call of {subject} gave {sample.Count} requests.");

                _starts.Add(sample with { Subject = subject });
            }
        }

        foreach (var subject in _starts.GroupBy(start => start.Subject))
            Console.WriteLine($"start {subject.Key}: import {Median(subject, start => start.ImportMilliseconds):0} ms, first call {Median(subject, start => start.FirstMilliseconds):0} ms");
    }

    private static double Median(IEnumerable<StartSample> samples, Func<StartSample, double> value) => samples.Select(value).Order().ElementAt(samples.Count() / 2);

    private async Task MeasureAsync(int size, Expected expected, Job job, string? name = null)
    {
        var isCSharp = job.Subject.Split('-')[0] is "stj" or "client" or "raw";
        if ((!isCSharp && _powerShell is null) || (options.Subjects.Count > 0 && !options.Subjects.Contains(job.Subject)))
            return;

        var path = job.Write();
        try
        {
            using var child = isCSharp ? Child.StartManaged("Bench.dll", "--measure", path) : _powerShell!.Measure(path);
            var lines = await child.ReadToEndAsync();
            var measured = new Measured(name ?? job.Case, job.Subject, size, [.. lines.Select(line => JsonSerializer.Deserialize<Sample>(line)!)]);
            foreach (var sample in measured.Samples)
                expected.Check(sample, measured);

            _results.Add(measured);
            Console.WriteLine(
                $"{measured.Case,-10}{measured.Subject,-18}{size,9}  {measured.Milliseconds,10:0.0} ms  first {measured.MedianOf(s => s.FirstMilliseconds),8:0.0} ms  "
                + $"cpu {measured.MedianOf(s => s.CpuMilliseconds),8:0} ms  {measured.MedianOf(s => s.AllocatedBytes) / size,8:0} B each  grew {measured.Fresh.GrowthBytes / 1e6,7:0.0} MB  ({measured.Runs} runs)");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
