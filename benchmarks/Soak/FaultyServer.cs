extern alias simulator;

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using simulator::MimCm.Simulator;

namespace MimCm.Soak;

/// <summary>The simulator with random faults, in its own process, so that only the client is measured.</summary>
internal sealed class FaultyServer : IDisposable
{
    public const int Requests = 5000;
    public const int Approved = 3;

    private readonly Process _process;
    private readonly HttpClient _control = new();

    private FaultyServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Control = new Uri(address, "/_simulator/");
    }

    public Uri Address { get; }

    private Uri Control { get; }

    /// <summary>Runs the server until the standard input is closed.</summary>
    public static async Task ServeAsync(int seed)
    {
        await using var server = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = Requests, Seed = seed, Faults = Faults(seed) });
        foreach (var request in server.Requests().ToList())
            server.SetStatus(request.Uuid, Approved);

        Console.WriteLine(server.BaseAddress);

        // The parent process holds the other end of the standard input.
        await Console.In.ReadToEndAsync();
    }

    public static async Task<FaultyServer> StartAsync(int seed)
    {
        string[] arguments = [typeof(FaultyServer).Assembly.Location, "--serve", seed.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        return new FaultyServer(process, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    /// <summary>Reads the status of a request from the server.</summary>
    public async Task<int> StatusOfAsync(Guid id) =>
        (await _control.GetFromJsonAsync<JsonElement>(new Uri(Control, $"requests/{id}"))).GetProperty("status").GetInt32();

    public async Task<IReadOnlyList<Guid>> IdsAsync() =>
    [
        .. (await _control.GetFromJsonAsync<JsonElement>(new Uri(Control, $"requests?take={Requests}")))
            .EnumerateArray().Select(request => request.GetProperty("uuid").GetGuid()),
    ];

    public async Task ApproveAsync(Guid id)
    {
        using var response = await _control.PutAsJsonAsync(new Uri(Control, $"requests/{id}"), new { Status = Approved });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The number of applied faults by name.</summary>
    public async Task<IReadOnlyDictionary<string, int>> GetFaultCountsAsync() =>
        (await _control.GetFromJsonAsync<JsonElement>(new Uri(Control, "faults"))).EnumerateArray()
            .ToDictionary(fault => fault.GetProperty("name").GetString()!, fault => fault.GetProperty("applied").GetInt32());

    public void Dispose()
    {
        _control.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill(entireProcessTree: true);

        _process.Dispose();
    }

    private static List<FaultRule> Faults(int seed)
    {
        FaultRule[] rules =
        [
            new() { Name = "reset before a change", Method = "PUT", Reset = true },
            new() { Name = "reset after a change", Method = "PUT", Reset = true, Effect = FaultEffect.Yes },
            new() { Name = "503 to a change", Method = "PUT", Status = 503, RetryAfter = "0" },
            new() { Name = "502 after a change", Method = "PUT", Status = 502, Effect = FaultEffect.Yes, Body = FaultBody.Page },
            new() { Name = "500 to a change", Method = "PUT", Status = 500 },
            new() { Name = "response to a change cut short", Method = "PUT", CutBytes = 300 },
            new() { Name = "HTML page for a change", Method = "PUT", Content = FaultContent.Page },
            new() { Name = "reset of a read", Method = "GET", Reset = true },
            new() { Name = "503 to a read", Method = "GET", Status = 503 },
            new() { Name = "list cut short", Path = "list", CutBytes = 1_000_000 },
            new() { Name = "list cut between two requests", Path = "list", CutElements = 1000, Framing = FaultFraming.Chunked },
            new() { Name = "garbage", Content = FaultContent.Garbage },
            new() { Name = "response with another request", Path = "item", Content = FaultContent.OtherId },
            new() { Name = "latency", Latency = new IntRange(5, 100) },
        ];
        return [.. rules.Select((rule, i) => rule with { Probability = 0.02, Seed = seed + i })];
    }
}
