using System.Text.Json;

namespace MimCm.Simulator.Tests;

public sealed class ProfileTemplateTests
{
    private const string Virtual = "a039b4d0-5ce8-4eff-8651-181c6576fda3";

    [Fact]
    public async Task ListBeginsWithTheTwoDocumentedTemplates()
    {
        await using var sim = await Sim.StartAsync();

        var (status, body) = await sim.SendAsync("GET", "profiletemplates");

        Assert.Equal(200, status);
        Assert.StartsWith(ExampleBodies.Read("profiletemplates.response")[..^1], body);
    }

    [Fact]
    public async Task ListContainsTheTemplateOfEachRequestOnce()
    {
        var other = Guid.NewGuid();
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Requests = 2000, ExplicitRequests = [new() { ProfileTemplateUuid = other }] });

        var listed = (await sim.ReadAsync("profiletemplates?targetuser=current")).EnumerateArray().ToDictionary(t => t.GetProperty("Uuid").GetGuid());

        Assert.All(sim.Host.Requests(), request =>
            Assert.Equal(request.IsSmartcard, listed[request.ProfileTemplateUuid].GetProperty("IsSmartcardProfileTemplate").GetBoolean()));
        Assert.Contains(other, listed.Keys);
        Assert.All(listed.Values, template => Assert.NotEmpty(template.GetProperty("Name").GetString()!));
        Assert.Equal(listed.Count, listed.Values.Select(t => t.GetProperty("Name").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task ListIsLimitedToTemplatesForEnrollmentIfTheOptionSaysSo()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { TemplateScope = ProfileTemplateScope.Enrollable });

        var names = (await sim.ReadAsync("profiletemplates")).EnumerateArray().Select(t => t.GetProperty("Name").GetString()).ToList();

        Assert.Contains("Smart Card Logon", names);
        Assert.DoesNotContain("Administrator Smart Card", names);
    }

    [Theory]
    [InlineData("profiletemplates?targetuser=jane", 500), InlineData("profiletemplates?targetuser=CURRENT", 200), InlineData("ProfileTemplates/", 200)]
    [InlineData("profiletemplates/" + Virtual, 200)]
    [InlineData("profiletemplates/deadbeef-0000-4000-8000-000000000001", 204)]
    [InlineData("profiletemplates/x", 400)]
    [InlineData("profiletemplates/" + Virtual + "/policies/approve", 400), InlineData("profiletemplates/" + Virtual + "/policies", 404)]
    public async Task RespondsWithTheDocumentedStatusCode(string path, int status)
    {
        await using var sim = await Sim.StartAsync();

        Assert.Equal(status, (await sim.SendAsync("GET", path)).Status);
    }

    [Fact]
    public async Task SingleTemplateIsThatOfTheListOrHasNoRoute()
    {
        await using var sim = await Sim.StartAsync();
        var listed = (await sim.ReadAsync("profiletemplates")).EnumerateArray().Single(t => t.GetProperty("Uuid").GetString() == Virtual);

        Assert.Equal(listed.GetRawText(), (await sim.SendAsync("GET", "profiletemplates/" + Virtual)).Body);

        sim.Host.Behavior = new() { ProfileTemplateById = 404 };
        Assert.Equal(404, (await sim.SendAsync("GET", "profiletemplates/" + Virtual)).Status);
    }

    [Theory]
    [InlineData(PolicyRoute.Both, 200, 200), InlineData(PolicyRoute.Policies, 200, 404), InlineData(PolicyRoute.Workflow, 404, 200)]
    public async Task PolicyIsFoundOnTheRoutesOfTheOption(PolicyRoute routes, int policies, int workflow)
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { PolicyRoute = routes });

        var first = await sim.SendAsync("GET", $"profiletemplates/{Virtual}/policies/enroll");
        var second = await sim.SendAsync("GET", $"profiletemplates/{Virtual}/policy/workflow/Enroll");

        Assert.Equal((policies, workflow), (first.Status, second.Status));
        if (routes == PolicyRoute.Both)
            Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task PolicyHasThePropertiesOfTheDocumentationWithTheirTypes()
    {
        await using var sim = await Sim.StartAsync(new ServerBehavior { ApproveCreated = false });

        var policy = await sim.ReadAsync($"profiletemplates/{Virtual}/policies/Enroll");

        Assert.Equal(
            ["ApprovalsNeeded", "AuthorizedApprover", "AuthorizedEnrollmentAgent", "AuthorizedInitiator", "CollectComments", "CollectRequestPriority",
                "DefaultRequestPriority", "Documents", "Enabled", "EnrollAgentRequired", "OneTimePasswordPolicy", "Personalization", "PolicyDataCollection",
                "SelfServiceEnabled"],
            policy.EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, policy.GetProperty("ApprovalsNeeded").GetInt32());
        Assert.Equal(JsonValueKind.True, policy.GetProperty("Enabled").ValueKind);
        Assert.StartsWith("O:S-1-5-21-", policy.GetProperty("AuthorizedApprover").GetProperty("SecurityDescriptor").GetString());
        Assert.Equal("Request Reason", policy.GetProperty("PolicyDataCollection")[0].GetProperty("Name").GetString());
    }

    [Fact]
    public async Task SoftwareTemplateHasNoPolicyForCardsAndNoCardConfiguration()
    {
        await using var sim = await Sim.StartAsync();
        var software = sim.Host.ProfileTemplates.First(t => !t.IsSmartcard).Uuid;

        Assert.Equal((204, ""), await sim.SendAsync("GET", $"profiletemplates/{software}/policies/unblock"));
        Assert.Equal((204, ""), await sim.SendAsync("GET", $"profiletemplates/{software}/configuration/smartcards"));
    }

    [Fact]
    public async Task CardConfigurationIsThatOfTheDocumentation()
    {
        await using var sim = await Sim.StartAsync();

        var (_, body) = await sim.SendAsync("GET", $"profiletemplates/{Virtual}/configuration/smartcards");

        Assert.Equal(ExampleBodies.Read("smartcardconfig.response"), body);
        var physical = sim.Host.ProfileTemplates.First(t => t is { IsSmartcard: true, IsVirtualSmartcard: false }).Uuid;
        Assert.False((await sim.ReadAsync($"profiletemplates/{physical}/configuration/smartcards")).GetProperty("UseVirtualSmartcards").GetBoolean());
    }

    [Fact]
    public async Task FaultsAndTheCallLogCoverTheRoute()
    {
        FaultRule fault = new() { Path = "/profiletemplates", CutElements = 1, InsideElement = true };
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Faults = [fault] });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sim.SendAsync("GET", "profiletemplates"));

        Assert.Equal(("fault 1", 1), (sim.Host.Calls.Single().Fault, sim.Host.Calls.Single().RequestsSent));
    }
}
