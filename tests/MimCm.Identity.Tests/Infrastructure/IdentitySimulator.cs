using System.Text.Json;
using System.Text.Json.Nodes;

namespace MimCm.Identity.Tests;

/// <summary>The simulator in a process with an environment of its own, and its control API.</summary>
internal sealed class IdentitySimulator : IDisposable
{
    private readonly SimulatorProcess _process;
    private readonly HttpClient _control;

    private IdentitySimulator(SimulatorProcess process, Uri address)
    {
        _process = process;
        Address = new UriBuilder(address) { Host = "localhost" }.Uri;
        _control = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
    }

    /// <summary>Its virtual folder, at localhost.</summary>
    public Uri Address { get; }

    public static async Task<IdentitySimulator> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var process = SimulatorProcess.Start(arguments, environment, Child.IdentityVariables);
        return new IdentitySimulator(process, await process.ReadyAsync());
    }

    /// <summary>The calls it has seen of the product's API.</summary>
    public async Task<IReadOnlyList<JsonNode>> CallsAsync()
    {
        var calls = JsonNode.Parse(await _control.GetStringAsync(new Uri(Address, "/_simulator/calls")))!.AsArray();
        return [.. calls.Select(call => call!)];
    }

    /// <summary>Who made the calls that were served, in their order.</summary>
    public async Task<IReadOnlyList<string?>> UsersAsync() =>
        [.. (await CallsAsync()).Where(call => (int?)call["status"] != 401).Select(call => (string?)call["user"])];

    public async Task SetAccessAsync(object access)
    {
        using var content = new StringContent(JsonSerializer.Serialize(access));
        using var answer = await _control.PutAsync(new Uri(Address, "/_simulator/access"), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Forgets the calls and what they changed.</summary>
    public async Task ResetAsync()
    {
        using (await _control.DeleteAsync(new Uri(Address, "/_simulator/calls")))
        using (await _control.PostAsync(new Uri(Address, "/_simulator/reset"), content: null))
            await SetAccessAsync(new { permissions = Array.Empty<object>() });
    }

    public void Dispose()
    {
        _control.Dispose();
        _process.Dispose();
    }
}
