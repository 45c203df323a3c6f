using System.Text.Json;
using System.Text.Json.Nodes;

namespace MimCm.Identity.Tests;

/// <summary>The simulator in a process with its own environment, and its control API.</summary>
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

    /// <summary>The address of its virtual folder, with localhost.</summary>
    public Uri Address { get; }

    public static async Task<IdentitySimulator> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var process = SimulatorProcess.Start(arguments, environment, IsolatedProcess.IdentityVariables);
        return new IdentitySimulator(process, await process.ReadyAsync());
    }

    /// <summary>The recorded calls of the API.</summary>
    public async Task<IReadOnlyList<JsonNode>> CallsAsync()
    {
        var calls = JsonNode.Parse(await _control.GetStringAsync(new Uri(Address, "/_simulator/calls")))!.AsArray();
        return [.. calls.Select(call => call!)];
    }

    /// <summary>The users of the successful calls, in order.</summary>
    public async Task<IReadOnlyList<string?>> UsersAsync() =>
        [.. (await CallsAsync()).Where(call => (int?)call["status"] != 401).Select(call => (string?)call["user"])];

    public async Task SetAccessAsync(object access)
    {
        using var content = new StringContent(JsonSerializer.Serialize(access));
        using var answer = await _control.PutAsync(new Uri(Address, "/_simulator/access"), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Deletes the recorded calls and resets the requests.</summary>
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
