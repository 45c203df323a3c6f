using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MimCm.Simulator.Tests;

/// <summary>A simulator and an HTTP client for one test.</summary>
internal sealed class Sim : IAsyncDisposable
{
    public const string EnrollId = "a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099";
    public const string UnblockId = "0c96d73f-967b-420e-854a-43ad2a1504bc";

    private Sim(SimulatorHost host)
    {
        Host = host;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.BaseAddress };
    }

    public SimulatorHost Host { get; }

    public HttpClient Http { get; }

    public static async Task<Sim> StartAsync(SimulatorOptions? options = null) => new(await SimulatorHost.StartAsync(options));

    public static Task<Sim> StartAsync(ServerBehavior behavior) => StartAsync(new SimulatorOptions { Behavior = behavior });

    /// <summary>The id of some request with this status.</summary>
    public Guid Any(int status) => Host.Requests(status).First().Uuid;

    public Task<HttpResponseMessage> GetAsync(string path = "") => Http.GetAsync("api/v1.0/requests" + path);

    /// <summary>Any route below api/v1.0: status and body.</summary>
    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/v1.0/" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> ReadAsync(string path)
    {
        var (status, body) = await SendAsync("GET", path);
        Assert.Equal(200, status);
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Creates a request and returns its id.</summary>
    public async Task<Guid> CreateAsync(string body)
    {
        var (status, created) = await SendAsync("POST", "requests", body);
        Assert.True(status == 201, created);
        return Guid.Parse(JsonDocument.Parse(created).RootElement.GetString()!.Split('/')[^1]);
    }

    public Task<HttpResponseMessage> PutAsync(object id, string body, string type = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Http.PutAsync($"api/v1.0/requests/{id}", content);
    }

    public Task<HttpResponseMessage> ChangeAsync(object id, string status) => PutAsync(id, $$"""{"status":"{{status}}"}""");

    public async Task<List<JsonElement>> ListAsync(string query = "")
    {
        using var response = await GetAsync(query);
        if (response.StatusCode == HttpStatusCode.NoContent)
            return [];
        return [.. (await JsonAsync(response)).EnumerateArray()];
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    public async Task<JsonNode?> ControlAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Host.ControlAddress, path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>A call of the control API that may fail: status and body.</summary>
    public async Task<(int Status, string Body)> SendControlAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Host.ControlAddress, path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}
