using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace MimCm.Reliability.Tests;

/// <summary>Thousands of damaged bodies. An independent parser determines the correct result. The tests
/// set the time zone of the process, so no other test runs at the same time.</summary>
[Collection(AloneCollection.Name)]
public sealed class FuzzTests : IDisposable
{
    private const int Mutations = 6_000;

    private readonly PieceHandler _handler = new();
    private readonly ServiceProvider _services;
    private readonly MimCmClient _client;

    public FuzzTests()
    {
        _services = new ServiceCollection()
            .AddMimCmClient(options =>
            {
                options.Address = new Uri("https://cm.contoso.com");
                options.MaximumRetryCount = 0;
            })
            .ConfigurePrimaryHttpMessageHandler(() => _handler)
            .Services.BuildServiceProvider();
        _client = _services.GetRequiredService<MimCmClient>();
    }

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(1, "Etc/UTC")]
    [InlineData(2, "Europe/Berlin")]
    [InlineData(3, "Asia/Kolkata")]
    [InlineData(4, "America/St_Johns")]
    public async Task DamagedBodyReturnsTheRequestsBeforeTheDamageAndAnError(int seed, string zone)
    {
        using var local = new LocalTimeZone(zone);
        var random = new Random(seed);
        var printed = ReadExamples();
        var compact = printed.Select(BodyMutator.Compact).ToArray();
        byte[][] bodies = [printed[0], BodyMutator.Join(printed), compact[0], BodyMutator.Join(compact), BodyMutator.Join(compact[0]), BodyMutator.Join()];
        var undamaged = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var body = BodyMutator.Mutate(bodies[random.Next(bodies.Length)], random);
            var (requests, failure) = await ReadAsync(body, random);
            if (failure is null)
                undamaged++;

            if (Oracle.Judge(body, requests, failure) is { } fault)
                Assert.Fail($"Mutation {i} of seed {seed}: {fault}\n{Encoding.UTF8.GetString(body)}");
        }

        // A changed space or a changed letter of a Comment is no damage. Most mutations are.
        Assert.InRange(undamaged, Mutations / 100, Mutations * 9 / 10);
    }

    [Fact]
    public async Task ResultDoesNotDependOnHowTheBodyIsSplit()
    {
        var random = new Random(5);
        var bodies = ReadExamples();
        var list = BodyMutator.Join([.. bodies, .. bodies.Select(BodyMutator.Compact)]);
        for (var i = 0; i < Mutations; i++)
        {
            var body = BodyMutator.Mutate(list, random);
            var whole = await ReadAsync(body, random: null);
            var pieces = await ReadAsync(body, random);

            Assert.Equal(whole.Requests.Select(Oracle.Describe), pieces.Requests.Select(Oracle.Describe));
            Assert.Equal(whole.Failure?.Message, pieces.Failure?.Message);
        }
    }

    [Fact]
    public async Task UndamagedBodiesAreReadCompletely()
    {
        var examples = ReadExamples();
        byte[] body = BodyMutator.Join([.. examples, .. examples.Select(BodyMutator.Compact)]);

        var (requests, failure) = await ReadAsync(body, new Random(6));

        Assert.Null(failure);
        Assert.Equal(2 * examples.Length, requests.Count);
        Assert.Null(Oracle.Judge(body, requests, failure));
    }

    /// <summary>Microsoft's example bodies of requests, as printed in the documentation.</summary>
    private static byte[][] ReadExamples()
    {
        byte[][] examples =
        [
            .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Bodies"), "request-*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        ];
        Assert.True(examples.Length > 1);
        return examples;
    }

    private async Task<(List<Request> Requests, MimCmException? Failure)> ReadAsync(byte[] body, Random? random)
    {
        (_handler.Body, _handler.Random) = (body, random);
        var requests = new List<Request>();
        using var limit = new CancellationTokenSource(Eventually.Limit);
        try
        {
            await foreach (var request in _client.GetRequestsAsync(new RequestQuery(), limit.Token))
                requests.Add(request);

            return (requests, null);
        }
        catch (MimCmException e) when (e.Error == MimCmError.InvalidResponse)
        {
            return (requests, e);
        }
    }
}
