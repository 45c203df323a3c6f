
namespace MimCm.Simulator.Tests;

public sealed class StateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mimcm-state-").FullName;

    private string File => Path.Combine(_folder, "state.db");

    [Fact]
    public async Task RestartKeepsChangedAndAddedRequests()
    {
        var options = new SimulatorOptions { State = File, Requests = 300, Seed = 4 };
        string before;
        Guid added;
        await using (var sim = await Sim.StartAsync(options))
        {
            (await sim.ChangeAsync(Sim.EnrollId, "Completed")).Dispose();
            sim.Host.SetStatus(sim.Any(16), 4);
            added = sim.Host.Add(new StoredRequest { Comment = "added, with ünïcode \0 and a NUL", DataCollection = [new("a", null)] }).Uuid;
            sim.Host.SetStatus(added, 18);
            before = await sim.Http.GetStringAsync("api/v1.0/requests");
        }

        // The contents of the file have precedence over the options.
        await using var again = await Sim.StartAsync(options with { Requests = 7, Seed = 9 });

        Assert.Equal(before, await again.Http.GetStringAsync("api/v1.0/requests"));
        Assert.Equal(8, again.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);
        Assert.Equal(18, again.Host.Find(added)!.Status);
    }

    [Fact]
    public async Task ResetClearsTheFile()
    {
        var options = new SimulatorOptions { State = File, Requests = 300 };
        await using (var sim = await Sim.StartAsync(options))
        {
            (await sim.ChangeAsync(Sim.EnrollId, "Completed")).Dispose();
            sim.Host.Reset(requests: 20, seed: 5);
        }

        await using var again = await Sim.StartAsync(options);

        Assert.Equal((20, 5, 0), (again.Host.State.Requests, again.Host.State.Seed, again.Host.State.Changed));
    }

    [Fact]
    public async Task ChangeIsKeptIfTheProcessIsKilled()
    {
        using (var process = SimulatorProcess.Start("--state", File))
        {
            using var http = new HttpClient { BaseAddress = await process.ReadyAsync() };
            using var body = new StringContent("{\"status\":\"Canceled\"}", null, "application/json");
            (await http.PutAsync($"api/v1.0/requests/{Sim.EnrollId}", body)).EnsureSuccessStatusCode().Dispose();
            process.Kill();
        }

        await using var again = await Sim.StartAsync(new SimulatorOptions { State = File });

        Assert.Equal(17, again.Host.Find(Guid.Parse(Sim.EnrollId))!.Status);
    }

    [Fact]
    public async Task TwoSimulatorsDoNotShareAFile()
    {
        await using var first = await Sim.StartAsync(new SimulatorOptions { State = File });

        await Assert.ThrowsAsync<SimulatorStartException>(() => Sim.StartAsync(new SimulatorOptions { State = File }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
