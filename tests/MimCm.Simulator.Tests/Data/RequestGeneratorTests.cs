namespace MimCm.Simulator.Tests;

public sealed class RequestGeneratorTests
{
    [Fact]
    public async Task SameSeedGivesTheSameBodiesAndAnotherSeedOthers()
    {
        async Task<string> BodyAsync(int seed)
        {
            await using var sim = await Sim.StartAsync(new SimulatorOptions { Seed = seed, Requests = 300 });
            return await sim.Http.GetStringAsync("api/v1.0/requests");
        }

        var first = await BodyAsync(5);

        Assert.Equal(first, await BodyAsync(5));
        Assert.NotEqual(first, await BodyAsync(6));
    }

    [Fact]
    public async Task MoreRequestsOfASeedBeginWithTheSameOnes()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 50 });
        var few = sim.Host.Requests().Select(r => r.Uuid).ToList();

        sim.Host.Reset(requests: 500);

        Assert.Equal(few, sim.Host.Requests().Take(50).Select(r => r.Uuid));
    }

    [Fact]
    public async Task StatusesAndTypesAreDistributedAsOnARealServer()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 20_000 });
        var all = sim.Host.Requests().ToList();
        double Share(Func<StoredRequest, bool> which) => (double)all.Count(which) / all.Count;

        Assert.InRange(Share(r => r.Status == 3), 0.18, 0.22);
        Assert.InRange(Share(r => r.Status == 8), 0.4, 0.6);
        Assert.InRange(Share(r => r.RequestType >= 12), 0.0001, 0.02);
        Assert.InRange(Share(r => r.Flags is 258 or 131330), 0.0001, 0.02);
        Assert.Equal([258, 131330], all.Select(r => r.Flags).Where(f => f > 3).Select(f => f & ~1).Distinct().Order());
        Assert.InRange(all.Select(r => r.ProfileTemplateUuid).Distinct().Count(), 4, 8);
        Assert.InRange(all.Select(r => r.TargetUserUuid).Distinct().Count(), 200, 900);
        Assert.True(all.Select(r => r.RequestType).Distinct().Count() >= 12);
        Assert.Contains(all, r => r.Comment.Any(c => c > 255));
        Assert.Contains(all, r => r.Comment.Contains('"'));
        Assert.Contains(all, r => r.DataCollection.Any(i => i.Value is null));
        Assert.Contains(all, r => r.DataCollection.Any(i => i.Value is not null));
        Assert.Contains(all, r => r.Priority == 255);
        var now = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        Assert.All(all.Skip(2), r => Assert.InRange(r.Submitted, now.AddYears(-3).AddDays(-2), now));
        Assert.All(all, r => Assert.Equal(r.IsSmartcard, (r.Flags & 2) == 2));
    }
}
