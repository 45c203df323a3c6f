extern alias simulator;

using System.Globalization;
using System.Text.Json;
using simulator::MimCm.Simulator;

namespace MimCm.Bench;

/// <summary>The simulator in its own process.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private readonly ChildProcess _child;
    private readonly int _requests;

    private SimulatorProcess(ChildProcess child, Uri address, int requests)
    {
        _child = child;
        _requests = requests;
        Folder = address.AbsoluteUri.TrimEnd('/');
        Control = new Uri(address, "/_simulator/").AbsoluteUri;
    }

    /// <summary>The address of the virtual folder.</summary>
    public string Folder { get; }

    public string Control { get; }

    public static async Task<SimulatorProcess> StartAsync(int requests, object[]? faults = null)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(faults ?? []));
        var child = ChildProcess.StartManaged(
            "MimCm.Simulator.Tool.dll",
            "--parent", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            "--requests", requests.ToString(CultureInfo.InvariantCulture),
            "--faults", file);
        var line = await child.ReadLineAsync() ?? throw new WrongResultException("The simulator did not start.");
        File.Delete(file);
        return new SimulatorProcess(child, new Uri(line.Split(' ')[^1]), requests);
    }

    /// <summary>The requests of the simulator, generated in this process from the same seed.</summary>
    public async Task<IReadOnlyList<StoredRequest>> RequestsAsync(int? status = null)
    {
        await using var same = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = _requests });
        return [.. same.Requests(status)];
    }

    public void Dispose() => _child.Dispose();
}
