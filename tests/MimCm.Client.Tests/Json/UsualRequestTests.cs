using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MimCm.Simulator;


namespace MimCm.Client.Tests;

/// <summary>The quick way to read a request as the server writes it, against the one that takes any: what they say is the same.</summary>
public sealed class UsualRequestTests
{
    private const int Requests = 400;

    private static ReadOnlySpan<byte> Telling => "0123456789-+.eE\"\\,:{}[]TZz \0\u007f"u8;

    [Fact]
    public async Task WhatTheServerWritesIsReadTheQuickWayAndTheSame()
    {
        foreach (var body in await WrittenAsync())
        {
            Assert.NotNull(UsualRequest.TryRead(body.Bytes(), source: null, new Utf8StringPool(), out var length));
            Assert.Equal(body.Bytes().Length, length);
            Assert.Equal(await SayAsync($"[{Unusual(body)}]"), await SayAsync($"[{body}]"));
        }
    }

    [Fact]
    public async Task AListThatComesInPiecesIsTheSame()
    {
        var list = $"[{string.Join(",", (await WrittenAsync()).Take(3))}]".Bytes();
        var whole = Say(await Read.ListAsync(list));
        for (var split = 1; split < list.Length; split++)
            Assert.Equal(whole, Say(await Read.ListAsync(list, split)));
    }

    [Fact]
    public async Task BothWaysOfReadingMixInOneList()
    {
        var bodies = await WrittenAsync();
        var list = string.Join(",", bodies.Select((body, i) => i % 3 == 1 ? Unusual(body) : body));
        Assert.Equal(await SayAsync($"[{string.Join(",", bodies.Select(Unusual))}]"), await SayAsync($"[{list}]"));
    }

    [Theory]
    [InlineData("]")]
    [InlineData(",]")]
    [InlineData("}]")]
    [InlineData("] x")]
    [InlineData("],")]
    [InlineData("")]
    [InlineData(" , null]")]
    [InlineData("{}]")]
    public async Task WhatIsBehindARequestIsJudgedTheSame(string rest)
    {
        var body = (await WrittenAsync())[0];
        Assert.Equal(await SayAsync($"[{Unusual(body)}{rest}"), await SayAsync($"[{body}{rest}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task DamageIsJudgedTheSame(int seed)
    {
        var bodies = await WrittenAsync();
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = Damage(bodies[random.Next(bodies.Count)].Bytes(), random);
            byte[] unusual = damaged.Length > 0 && damaged[0] == '{' ? [damaged[0], (byte)' ', .. damaged.AsSpan(1)] : damaged;
            var expected = Say(await Read.ListAsync([(byte)'[', .. unusual, (byte)']']));
            var actual = Say(await Read.ListAsync([(byte)'[', .. damaged, (byte)']']));
            Assert.True(expected == actual, $"{Encoding.Latin1.GetString(damaged)}\n{expected}\n{actual}");
        }
    }

    /// <summary>Bodies of requests, each as the server writes it.</summary>
    private static async Task<List<string>> WrittenAsync()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = Requests });
        using var http = new HttpClient();
        using var list = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(simulator.BaseAddress, "api/v1.0/requests")));
        return [.. list.RootElement.EnumerateArray().Select(request => request.GetRawText())];
    }

    private static string Unusual(string body) => $"{{ {body[1..]}";

    private static async Task<string> SayAsync(string list) => Say(await Read.ListAsync(list));

    /// <summary>What came, down to the kinds of the dates; where a fault is said to be differs by a blank.</summary>
    private static string Say(Read read)
    {
        var requests = read.Requests.Select(request => $"{JsonSerializer.Serialize(request)} {request.Submitted:O} {request.Completed:O} {request.NewProfileUuid} {request.OldSmartcardUuid}");
        var failure = read.Failure is { } e ? $"{e.Error} {Regex.Replace(e.Message, @"\d+", "n")}" : "";
        return $"{string.Join('\n', requests)}\n{failure}";
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 1; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = Telling[random.Next(Telling.Length)]; break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, bytes[random.Next(bytes.Count)]); break;
                default: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
            }
        }

        return [.. bytes];
    }
}
