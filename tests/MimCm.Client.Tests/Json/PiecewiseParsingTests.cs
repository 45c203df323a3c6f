using System.Text;
using System.Text.Json;
using MimCm.Simulator;

namespace MimCm.Client.Tests;

/// <summary>The result does not depend on the pieces in which a response arrives.</summary>
public sealed class PiecewiseParsingTests
{
    private const int Requests = 400;

    private static ReadOnlySpan<byte> Telling => "0123456789-+.eE\"\\,:{}[]TZz \0\u007f"u8;

    [Fact]
    public async Task ListSplitAtAnyByteIsReadTheSame()
    {
        var list = $"[{string.Join(",", (await WrittenAsync()).Take(3))}]".Bytes();
        var whole = Say(await Read.ListAsync(list));
        for (var split = 1; split < list.Length; split++)
            Assert.Equal(whole, Say(await Read.ListAsync(list, split)));
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\uFEFF")]
    [InlineData("\r\n ")]
    [InlineData("<html>")]
    [InlineData("true")]
    [InlineData("tru,")]
    public async Task BytesBeforeAListAreReadTheSameHoweverTheyAreSplit(string prefix)
    {
        var list = $"{prefix}[{(await WrittenAsync())[0]}]".Bytes();
        var whole = Say(await Read.ListAsync(list));
        for (var split = 1; split < 40; split++)
            Assert.Equal(whole, Say(await Read.ListAsync(list, split)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task DamageIsReportedTheSameHoweverItIsSplit(int seed)
    {
        var bodies = await WrittenAsync();
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = Damage(bodies[random.Next(bodies.Count)].Bytes(), random);
            byte[] list = [(byte)'[', .. bodies[0].Bytes(), (byte)',', .. damaged, (byte)']'];
            var expected = Say(await Read.ListAsync(list));
            var actual = Say(await Read.ListAsync(list, random.Next(1, list.Length)));
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

    /// <summary>All values that were read, including the kinds of the dates.</summary>
    private static string Say(Read read)
    {
        var requests = read.Requests.Select(
            request => $"{JsonSerializer.Serialize(request)} {request.Submitted:O} {request.Completed:O} {request.NewProfileUuid} {request.OldSmartcardUuid}");
        var failure = read.Failure is { } e ? $"{e.Error} {e.Message}" : "";
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
