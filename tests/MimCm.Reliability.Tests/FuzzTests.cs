using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace MimCm.Reliability.Tests;

/// <summary>Thousands of mutations of Microsoft's bodies: either the exact requests or CmInvalidResponse, and never a hang, a
/// crash or a wrong value. What is exact is decided by another parser.</summary>
public sealed class FuzzTests
{
    private const int Mutations = 20_000;
    private static readonly Guid Asked = new("a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ADamagedBodyGivesExactRequestsOrAnError(int seed)
    {
        var random = new Random(seed);
        var seeds = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Bodies"), "*.json").Select(File.ReadAllBytes).ToArray();
        var lists = new[] { seeds[0], Array(seeds), Array([seeds[1]]), Array([]) };
        var exact = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var body = Mutate(lists[random.Next(lists.Length)], random);
            var (requests, failure) = await ReadAsync(body).WaitAsync(TimeSpan.FromSeconds(10));
            if (failure is null)
                exact++;

            if (Oracle.Judge(body, requests, failure) is { } fault)
                Assert.Fail($"Mutation {i} of seed {seed}: {fault}\n{Encoding.UTF8.GetString(body)}");
        }

        // A mutation of a space or of a letter of a Comment does no harm; most do.
        Assert.InRange(exact, Mutations / 100, Mutations * 9 / 10);
    }

    private static byte[] Array(byte[][] bodies) =>
        [(byte)'[', .. bodies.SelectMany((body, i) => i == 0 ? body : [(byte)',', .. body]), (byte)']'];

    private static byte[] Mutate(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), Math.Min(random.Next(1, 40), bytes.Count / 2))); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
                case 6: (bytes[at], bytes[random.Next(bytes.Count)]) = (bytes[random.Next(bytes.Count)], bytes[at]); break;
                default: ReplaceValue(bytes, random); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another token where a value stands.</summary>
    private static void ReplaceValue(List<byte> bytes, Random random)
    {
        var colons = Enumerable.Range(0, bytes.Count).Where(i => bytes[i] == ':').ToArray();
        if (colons.Length == 0)
            return;

        var start = colons[random.Next(colons.Length)] + 1;
        var end = bytes.FindIndex(start, letter => letter is (byte)',' or (byte)'}');
        if (end < 0)
            return;

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Tokens[random.Next(Tokens.Length)]);
    }

    private static readonly byte[][] Tokens = [.. new[]
    {
        "null", "true", "false", "0", "-1", "3", "17", "255", "256", "2147483647", "2147483648", "1e3", "3.0", "\"\"", "\"x\"", "{}", "[]", "[{}]", "{\"a\":[1,{\"b\":null}]}",
        "\"00000000-0000-0000-0000-000000000000\"", "\"{8F1590DC-D932-4B66-8E68-2E91C5880780}\"", "\"8f1590dcd9324b668e682e91c5880780\"", "\"2020-01-01T00:00:00\"",
        "\"2020-01-01T00:00:00+05:30\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2020-02-30T00:00:00Z\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\ud83d\\ude00\"",
        ",", ":", "}", "]", "{", "[", "\uFEFF", "/*c*/", "\"Uuid\":", "\"uuid\":\"0c96d73f-967b-420e-854a-43ad2a1504bc\",",
    }.Select(Encoding.UTF8.GetBytes)];

    private static async Task<(List<Request> Requests, MimCmException? Failure)> ReadAsync(byte[] body)
    {
        var requests = new List<Request>();
        await using var services = new ServiceCollection()
            .AddMimCmClient(options =>
            {
                options.Address = new Uri("https://cm.contoso.com");
                options.MaximumRetryCount = 0;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new FixedAnswer(body))
            .Services.BuildServiceProvider();
        try
        {
            await foreach (var request in services.GetRequiredService<MimCmClient>().GetRequestsAsync(new RequestQuery()))
                requests.Add(request);

            return (requests, null);
        }
        catch (MimCmException e) when (e.Error == MimCmError.InvalidResponse)
        {
            return (requests, e);
        }
    }

    private sealed class FixedAnswer(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
