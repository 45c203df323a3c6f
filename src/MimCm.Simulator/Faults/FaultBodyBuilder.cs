using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MimCm.Simulator;

/// <summary>The bodies that a fault puts in the place of the product's.</summary>
internal static class FaultedContent
{
    private const int PieceLength = 64 * 1024;

    public static Answer Of(Answer answer, FaultRule rule)
    {
        var isList = answer.IsList;
        return rule.Content switch
        {
            FaultContent.Empty => Whole(answer, []),
            FaultContent.Garbage => Whole(answer, Garbage()),
            FaultContent.Page => Answer.Page(answer.Status == 204 ? 200 : answer.Status, "Sign in", "Sign in to go on.") with { Headers = answer.Headers },
            FaultContent.Null => Whole(answer, "null"u8.ToArray()),
            FaultContent.OtherId => Each(answer, r => r["Uuid"] = Guid.NewGuid().ToString()),
            FaultContent.NoUuid => Each(answer, r => r.Remove("Uuid")),
            FaultContent.UuidOnly => Each(answer, r =>
            {
                foreach (var name in r.Select(p => p.Key).Where(k => k != "Uuid").ToList())
                    r.Remove(name);
            }),
            FaultContent.MoreProperties => Each(answer, r =>
            {
                r.Insert(0, "Links", new JsonObject { ["Uuid"] = "not-this-one", ["Self"] = new JsonArray(1, null, "]}", new JsonObject()) });
                r.Add("SubmittedBy", null);
            }),
            FaultContent.CamelCase => Each(answer, CamelCase),
            FaultContent.ByteOrderMark => answer with { Body = answer.Body.Prepend(new("\uFEFF"u8.ToArray())) },
            FaultContent.SingleObject => answer with { Body = isList ? answer.Body.Take(1).Select(c => new Chunk(c.Bytes[1..], true)) : answer.Body },
            FaultContent.ArrayOfOne => answer with { Body = isList ? answer.Body : [new("["u8.ToArray()), .. answer.Body, new("]"u8.ToArray())] },
            FaultContent.HugeElement => answer with { Body = Huge(answer, rule.Size) },
            FaultContent.Deep => answer with { Body = Deep(rule.Size) },
            FaultContent.Endless => answer with { Body = Endless(answer) },
            _ => answer,
        };
    }

    private static Answer Whole(Answer answer, byte[] body) =>
        answer with { Status = answer.Status == 204 ? 200 : answer.Status, ContentType = answer.ContentType ?? Answer.Json, Body = [new(body)] };

    private static byte[] Garbage()
    {
        var draw = new Draw(0xBADC0DE);
        var bytes = new byte[3000];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)draw.Next();
        return bytes;
    }

    private static Answer Each(Answer answer, Action<JsonObject> change) => answer with
    {
        Body = answer.Body.Select(chunk =>
        {
            // A chunk is a request, in a list with a bracket or a comma before it.
            var start = chunk.Bytes.Span.IndexOf((byte)'{');
            if (start < 0)
                return chunk;
            var request = JsonNode.Parse(chunk.Bytes.Span[start..])!.AsObject();
            change(request);
            var text = Encoding.UTF8.GetString(chunk.Bytes.Span[..start]) + request.ToJsonString(ControlJson.Options);
            return chunk with { Bytes = Encoding.UTF8.GetBytes(text) };
        }),
    };

    private static void CamelCase(JsonObject request)
    {
        foreach (var (name, value) in request.ToList())
        {
            request.Remove(name);
            request.Add(JsonNamingPolicy.CamelCase.ConvertName(name), value);
        }
    }

    private static IEnumerable<Chunk> Huge(Answer answer, int size)
    {
        var piece = new byte[PieceLength];
        Array.Fill(piece, (byte)'x');
        var start = answer.IsList ? "[" : "";
        yield return Text($$"""{{start}}{"Uuid":"{{Guid.NewGuid()}}","RequestType":1,"Status":3,"Comment":" """.TrimEnd());
        for (var left = size; left > 0; left -= piece.Length)
            yield return new(piece.AsMemory(0, Math.Min(left, piece.Length)));
        yield return Text("\"}") with { EndsRequest = answer.IsList };
        if (!answer.IsList)
            yield break;

        foreach (var chunk in answer.Body)
            yield return chunk.Bytes.Span[0] == '[' ? new(Comma(chunk.Bytes), chunk.EndsRequest) : chunk;
    }

    private static IEnumerable<Chunk> Deep(int depth)
    {
        foreach (var bracket in "[]")
        {
            var piece = Encoding.UTF8.GetBytes(new string(bracket, PieceLength));
            for (var left = depth; left > 0; left -= piece.Length)
                yield return new(piece.AsMemory(0, Math.Min(left, piece.Length)));
        }
    }

    private static IEnumerable<Chunk> Endless(Answer answer)
    {
        if (!answer.IsList)
        {
            foreach (var chunk in Huge(answer, int.MaxValue))
                yield return chunk;
        }
        var isFirst = true;
        while (true)
        {
            foreach (var chunk in answer.Body.Where(c => c.EndsRequest))
            {
                yield return isFirst || chunk.Bytes.Span[0] != '[' ? chunk : new(Comma(chunk.Bytes), EndsRequest: true);
                isFirst = false;
            }
            if (isFirst)
                yield return Text(new string(' ', PieceLength));
        }
    }

    private static byte[] Comma(ReadOnlyMemory<byte> chunk)
    {
        var copy = chunk.ToArray();
        copy[0] = (byte)',';
        return copy;
    }

    private static Chunk Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
