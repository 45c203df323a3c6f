using System.Text.Json;

namespace MimCm.Simulator.Tests;

public sealed class ProfileTests
{
    private static readonly Guid ExampleUser = new("0378a33b-8650-4713-a727-efd233903643");

    [Fact]
    public async Task ListIsThatOfTheDocumentationForItsUser()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { CurrentUser = ExampleUser });

        var (_, body) = await sim.SendAsync("GET", "profiles?status=Active");

        Assert.StartsWith(ExampleBodies.Read("profiles-active.response")[..^1], body);
    }

    [Fact]
    public async Task SingleProfileIsAnArrayOfOneOrAnObject()
    {
        await using var sim = await Sim.StartAsync();
        var first = ExampleBodies.Read("profiles-active.response")[1..].Split(",{\"Uuid\"")[0];

        Assert.Equal($"[{first}]", (await sim.SendAsync("GET", "profiles/c0dd5c7d-ec35-4346-baca-3ad711e9722f")).Body);

        sim.Host.Behavior = new() { SingleProfile = ListShape.Object };
        Assert.Equal(first, (await sim.SendAsync("GET", "profiles/c0dd5c7d-ec35-4346-baca-3ad711e9722f")).Body);
    }

    [Fact]
    public async Task ListContainsTheSoftwareProfilesOfTheCallerWithTheRequestedStatus()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 5000 });
        var user = sim.Host.Behavior.CurrentUser;

        var all = (await sim.ReadAsync("profiles")).EnumerateArray().ToList();
        var active = (await sim.ReadAsync("profiles?status=active")).EnumerateArray().ToList();

        Assert.Equal(
            sim.Host.Requests(target: user).Where(r => !r.IsSmartcard).Select(r => r.NewProfileUuid).Where(id => id != Guid.Empty).Distinct().Order(),
            all.Select(p => p.GetProperty("Uuid").GetGuid()).Order());
        Assert.Equal(all.Where(p => p.GetProperty("Status").GetInt32() == 2).Select(p => p.GetRawText()), active.Select(p => p.GetRawText()));
        Assert.NotEqual(all.Count, active.Count);
        Assert.Equal((204, ""), await sim.SendAsync("GET", "profiles?status=Approved"));
        Assert.Equal(400, (await sim.SendAsync("GET", "profiles?status=Lost")).Status);
    }

    [Fact]
    public async Task ProfilesOfARequestAreTheNewAndTheOldOne()
    {
        await using var sim = await Sim.StartAsync();
        var renewal = sim.Host.Requests(8).First(r => r is { RequestType: 3, IsSmartcard: false });

        var profiles = (await sim.ReadAsync($"requests/{renewal.Uuid}/profiles")).EnumerateArray().ToList();

        Assert.Equal([renewal.NewProfileUuid, renewal.OldProfileUuid], profiles.Select(p => p.GetProperty("Uuid").GetGuid()));
        Assert.Equal([2, 5], profiles.Select(p => p.GetProperty("Status").GetInt32()));
        var one = (await sim.ReadAsync($"requests/{renewal.Uuid}/profiles/{renewal.OldProfileUuid}")).EnumerateArray().Single();
        Assert.Equal(renewal.OldProfileUuid, one.GetProperty("Uuid").GetGuid());
        Assert.Equal((204, ""), await sim.SendAsync("GET", $"requests/{Sim.EnrollId}/profiles"));
    }

    [Fact]
    public async Task ActiveProfileHasOperationsAndAReplacedOneHasNone()
    {
        await using var sim = await Sim.StartAsync();
        var renewal = sim.Host.Requests(8).First(r => r is { RequestType: 3, IsSmartcard: false });

        Assert.Equal("""["renew","disable","recover"]""", (await sim.SendAsync("GET", $"profiles/{renewal.NewProfileUuid}/operations")).Body);
        Assert.Equal((204, ""), await sim.SendAsync("GET", $"profiles/{renewal.OldProfileUuid}/operations"));
    }

    [Theory]
    [InlineData(""), InlineData("/operations"), InlineData("/certificates")]
    public async Task UnknownProfileIsReportedAsTheOptionSpecifies(string rest)
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { UnknownId = 403 });

        Assert.Equal(403, (await sim.SendAsync("GET", $"profiles/{Guid.NewGuid()}{rest}")).Status);
    }
}
