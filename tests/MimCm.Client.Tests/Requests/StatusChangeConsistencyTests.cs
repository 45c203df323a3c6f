using System.Collections.Concurrent;

namespace MimCm.Client.Tests;

/// <summary>With any fault, a change that is reported as made was made, and a change that is reported as failed was not made.</summary>
public sealed class StatusChangeConsistencyTests
{
    private const int Requests = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReportedOutcomeIsCorrect(int seed)
    {
        var store = new ConcurrentDictionary<Guid, Stored>();
        await using var server = ScriptedServer.Always(call =>
        {
            var id = Guid.Parse(call.Target.Split('/')[^1]);
            return AnswerAsync(call, id, store.GetOrAdd(id, _ => new Stored(new Random((seed * 1_000_000) + BitConverter.ToInt32(id.ToByteArray(), 0)))));
        });
        using var client = server.Client(options => options.MaximumRetryCount = 2);
        var outcomes = new ConcurrentDictionary<string, int>();

        await Parallel.ForEachAsync(Enumerable.Range(1, Requests).Select(Bodies.Id), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, token) =>
        {
            string outcome;
            try
            {
                Assert.Equal((id, RequestStatus.Completed),
                    await client.SetRequestStatusAsync(id, RequestStatusChange.Completed, token) is var request ? (request.Uuid, request.Status) : default);
                outcome = "success";
                Assert.True(store[id].IsCompleted, $"{id} is said to be completed: {store[id]}");
            }
            catch (MimCmException e)
            {
                outcome = e.Error.ToString();
                Assert.True(e.Error == MimCmError.OutcomeUnknown || !store[id].IsCompleted, $"{id} is said to have failed ({e.Message}): {store[id]}");
            }

            outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        });

        // Most changes succeed, and all faults occurred.
        Assert.True(outcomes["success"] > Requests / 2, string.Join(", ", outcomes));
        Assert.True(outcomes.Count > 2, string.Join(", ", outcomes));
    }

    private static async Task AnswerAsync(ServerCall call, Guid id, Stored request)
    {
        var draw = request.Draw(call.Method);
        if (call.Method == "PUT" && draw is not ("503" or "429" or "reset" or "end" or "502"))
        {
            if (request.IsCompleted)
            {
                await Reply.Status(403, "{\"Message\":\"It is completed already.\"}")(call);
                return;
            }

            request.IsCompleted = true;
        }

        var body = Bodies.Request(id, request.IsCompleted ? RequestStatus.Completed : RequestStatus.Approved);
        await (draw switch
        {
            "503" or "429" or "502" or "500" => Reply.Status(int.Parse(draw, null)),
            "done, 504" => Reply.Status(504),
            "reset" or "done, reset" => Reply.Reset,
            "end" or "done, end" => Reply.Close,
            "done, cut" => Reply.Cut(body, 600),
            "done, empty" => Reply.Status(200),
            "done, 204" => Reply.NoContent,
            "done, page" => Reply.Status(200, "<html></html>", "Content-Type: text/html"),
            _ => Reply.Json(body),
        })(call);
    }

    private sealed class Stored(Random random)
    {
        private static readonly string[] Changes =
            ["ok", "ok", "503", "429", "502", "reset", "end", "done, reset", "done, end", "done, 504", "done, cut", "done, empty", "done, 204", "done, page"];

        private static readonly string[] Looks = ["ok", "ok", "ok", "ok", "ok", "ok", "503", "reset", "500"];

        private readonly List<string> _drawn = [];

        public bool IsCompleted { get; set; }

        public string Draw(string method)
        {
            var from = method == "PUT" ? Changes : Looks;
            var draw = from[random.Next(from.Length)];
            _drawn.Add($"{method} {draw}");
            return draw;
        }

        public override string ToString() => $"{string.Join(" | ", _drawn)} => {(IsCompleted ? "completed" : "approved")}";
    }
}
