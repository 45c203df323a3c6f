using System.Text.Json;

namespace MimCm.Client.Tests;

/// <summary>The time to read one large object is proportional to its size.</summary>
public sealed class LargeItemTests
{
    public static TheoryData<string> Shapes => ["a long string", "many items", "escapes", "brackets in a string"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task LargeObjectInSmallPiecesIsNotParsedAfterEachPiece(string shape)
    {
        Assert.Equal(await CountAttemptsAsync(Make(shape, 300_000)), await CountAttemptsAsync(Make(shape, 3_000_000)));
    }

    [Fact]
    public async Task LargeObjectIsEmittedAsSoonAsItsLastByteHasArrived()
    {
        var body = Make("a long string", 200_000);
        await using var server = ScriptedServer.Start(async call =>
        {
            await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {body.Length + 2}");
            await call.WriteAsync([(byte)'[', .. body]);
            await call.WaitUntilClosedAsync();
        });
        // Otherwise, the timeout ends the read.
        using var client = server.Client();
        await using var list = client.GetRequestsAsync(new RequestQuery()).GetAsyncEnumerator();

        Assert.True(await list.MoveNextAsync());
        Assert.Equal(Bodies.Enroll, list.Current.Uuid);
    }

    private static byte[] Make(string shape, int length) => shape switch
    {
        "many items" => Bodies.With("DataCollection", $"[{string.Join(",", Enumerable.Repeat("{\"Name\":\"a\",\"Value\":null}", length / 25))}]"),
        "escapes" => Bodies.With("Comment", $"\"{string.Concat(Enumerable.Repeat("\\\"\\\\", length / 4))}\""),
        "brackets in a string" => Bodies.With("Comment", $"\"{new string('}', length)}\""),
        _ => Bodies.With("Comment", $"\"{new string('x', length)}\""),
    };

    private static async Task<int> CountAttemptsAsync(byte[] body)
    {
        var parser = new CountingParser();
        var splits = Enumerable.Range(1, (body.Length / 500) - 1).Select(n => n * 500).ToArray();
        using var reader = new JsonItemReader<Request>(
            new IdleTimeoutReader(new SplitStream(body, splits), TimeProvider.System, TimeSpan.FromMinutes(1), deadline: null), parser);
        var batch = new List<Request>();
        while (await reader.ReadAsync(batch, CancellationToken.None))
        {
        }

        Assert.Single(batch);
        return parser.Attempts;
    }

    private sealed class CountingParser : JsonItemParser<Request>
    {
        private readonly RequestParser _parser = new(source: null);

        public int Attempts { get; private set; }

        public override Request? TryParse(ref Utf8JsonReader reader)
        {
            Attempts++;
            return _parser.TryParse(ref reader);
        }
    }
}
