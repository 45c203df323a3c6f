using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using MimCm.Bench;
using Microsoft.Extensions.DependencyInjection;

namespace MimCm.Micro;

/// <summary>Reads a list of 1,000 requests from memory: Microsoft's example bodies in turn, each with its own id.</summary>
[MemoryDiagnoser]
public class ListBenchmark : IDisposable
{
    public const int Count = 1000;

    private readonly InMemoryHandler _handler = new();
    private ServiceProvider _services = null!;
    private MimCmClient _client = null!;
    private byte[] _body = [];

    /// <summary>Whether every request has its own security descriptor, as on a server with many users; otherwise there are three.</summary>
    [Params(false, true)]
    public bool HasDistinctDescriptors { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _body = CreateBody();
        _handler.Body = _body;
        var services = new ServiceCollection();
        services.AddMimCmClient(options => options.Address = new Uri("http://localhost/")).ConfigurePrimaryHttpMessageHandler(() => _handler);
        _services = services.BuildServiceProvider();
        _client = _services.GetRequiredService<MimCmClient>();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _services?.Dispose();
        _handler.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "MimCm.Client")]
    public async Task<int> Client()
    {
        var count = 0;
        await foreach (var request in _client.GetRequestsAsync(new RequestQuery()))
            count++;

        return Check(count);
    }

    [Benchmark(Description = "System.Text.Json, source generation", Baseline = true)]
    public async Task<int> SourceGeneration()
    {
        var count = 0;
        using var body = new MemoryStream(_body);
        await foreach (var request in JsonSerializer.DeserializeAsyncEnumerable(body, PlainJsonContext.Default.PlainRequest))
            count++;

        return Check(count);
    }

    [Benchmark(Description = "Utf8JsonReader, tokens only")]
    public int ReadTokens()
    {
        var reader = new Utf8JsonReader(_body);
        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 1)
                count++;
        }

        return Check(count);
    }

    [Benchmark(Description = "raw copy")]
    public async Task<int> CopyBytes()
    {
        using var body = new MemoryStream(_body);
        var buffer = new byte[64 * 1024];
        var total = 0;
        while (await body.ReadAsync(buffer) is > 0 and var length)
            total += length;

        return total;
    }

    private static int Check(int count) => count == Count ? count : throw new InvalidOperationException($"{count} requests were read.");

    private byte[] CreateBody()
    {
        var examples = typeof(ListBenchmark).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(ReadExample)
            .ToArray();
        var random = new Random(1);
        var text = new StringBuilder("[");
        for (var i = 0; i < Count; i++)
        {
            var id = new byte[16];
            random.NextBytes(id);
            var example = examples[i % examples.Length];
            using var json = JsonDocument.Parse(example);
            var body = example.Replace(json.RootElement.GetProperty("Uuid").GetString()!, new Guid(id).ToString(), StringComparison.OrdinalIgnoreCase);
            if (HasDistinctDescriptors)
                body = body.Replace("O:S-1-5-21-", $"O:S-1-5-21-{i:0000000}", StringComparison.Ordinal);

            text.Append(i == 0 ? "" : ",").Append(body);
        }

        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    private static string ReadExample(string name)
    {
        using var stream = typeof(ListBenchmark).Assembly.GetManifestResourceStream(name)!;
        using var json = JsonDocument.Parse(stream);
        return JsonSerializer.Serialize(json.RootElement, PlainJsonContext.Default.JsonElement);
    }
}
