using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MimCm.Simulator.Control;
using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Faults;

/// <summary>Builds the bodies that a fault sends instead of the body of the API.</summary>
internal static class FaultBodyBuilder
{
    private const int PieceLength = 64 * 1024;

    public static ApiResponse Apply(ApiResponse response, FaultRule rule)
    {
        var isList = response.IsList;
        return rule.Content switch
        {
            FaultContent.Empty => ReplaceBody(response, []),
            FaultContent.Garbage => ReplaceBody(response, Garbage()),
            FaultContent.Page => ApiResponse.HtmlPage(BodyStatus(response), "Sign in", "Sign in to go on.") with { Headers = response.Headers },
            FaultContent.Null => ReplaceBody(response, "null"u8.ToArray()),
            FaultContent.OtherId => ChangeEach(response, r => r["Uuid"] = Guid.NewGuid().ToString()),
            FaultContent.NoUuid => ChangeEach(response, r => r.Remove("Uuid")),
            FaultContent.UuidOnly => ChangeEach(response, r =>
            {
                foreach (var name in r.Select(p => p.Key).Where(k => k != "Uuid").ToList())
                    r.Remove(name);
            }),
            FaultContent.MoreProperties => ChangeEach(response, r =>
            {
                r.Insert(0, "Links", new JsonObject { ["Uuid"] = "not-this-one", ["Self"] = new JsonArray(1, null, "]}", new JsonObject()) });
                r.Add("SubmittedBy", null);
            }),
            FaultContent.CamelCase => ChangeEach(response, CamelCase),
            FaultContent.ByteOrderMark => response with { Body = response.Body.Prepend(new("\uFEFF"u8.ToArray())) },
            FaultContent.SingleObject => response with { Body = isList ? response.Body.Take(1).Select(c => new BodyChunk(c.Bytes[1..], true)) : response.Body },
            FaultContent.ArrayOfOne => response with { Body = isList ? response.Body : [new("["u8.ToArray()), .. response.Body, new("]"u8.ToArray())] },
            FaultContent.HugeElement => response with { Body = Huge(response, rule.Size) },
            FaultContent.Deep => response with { Body = Deep(rule.Size) },
            FaultContent.Endless => response with { Body = Endless(response) },
            _ => response,
        };
    }

    private static ApiResponse ReplaceBody(ApiResponse response, byte[] body) =>
        response with { Status = BodyStatus(response), ContentType = response.ContentType ?? ApiResponse.Json, Body = [new(body)] };

    /// <summary>A 204 cannot have a body.</summary>
    private static int BodyStatus(ApiResponse response) => response.Status == 204 ? 200 : response.Status;

    private static byte[] Garbage()
    {
        var random = new SplitMix64(0xBADC0DE);
        var bytes = new byte[3000];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)random.Next();
        return bytes;
    }

    private static ApiResponse ChangeEach(ApiResponse response, Action<JsonObject> change) => response with
    {
        Body = response.Body.Select(chunk =>
        {
            // A chunk is one object. In a list, a bracket or comma is before it.
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

    private static IEnumerable<BodyChunk> Huge(ApiResponse response, int size)
    {
        var piece = new byte[PieceLength];
        Array.Fill(piece, (byte)'x');
        var start = response.IsList ? "[" : "";
        yield return Text($$"""{{start}}{"Uuid":"{{Guid.NewGuid()}}","RequestType":1,"Status":3,"Comment":" """.TrimEnd());
        for (var left = size; left > 0; left -= piece.Length)
            yield return new(piece.AsMemory(0, Math.Min(left, piece.Length)));
        yield return Text("\"}") with { EndsElement = response.IsList };
        if (!response.IsList)
            yield break;

        foreach (var chunk in response.Body)
            yield return chunk.Bytes.Span[0] == '[' ? new(Comma(chunk.Bytes), chunk.EndsElement) : chunk;
    }

    private static IEnumerable<BodyChunk> Deep(int depth)
    {
        foreach (var bracket in "[]")
        {
            var piece = Encoding.UTF8.GetBytes(new string(bracket, PieceLength));
            for (var left = depth; left > 0; left -= piece.Length)
                yield return new(piece.AsMemory(0, Math.Min(left, piece.Length)));
        }
    }

    private static IEnumerable<BodyChunk> Endless(ApiResponse response)
    {
        if (!response.IsList)
        {
            foreach (var chunk in Huge(response, int.MaxValue))
                yield return chunk;
        }
        var isFirst = true;
        while (true)
        {
            foreach (var chunk in response.Body.Where(c => c.EndsElement))
            {
                yield return isFirst || chunk.Bytes.Span[0] != '[' ? chunk : new(Comma(chunk.Bytes), EndsElement: true);
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

    private static BodyChunk Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
