using System.Globalization;
using System.IO.Compression;

namespace MimCm.Simulator;

/// <summary>What a fault makes of an answer.</summary>
internal static class FaultedAnswer
{
    /// <summary>The answer in the product's place.</summary>
    public static Answer Replacement(FaultRule rule)
    {
        var status = rule.Status!.Value;
        var text = status switch { 429 => "Too Many Requests", 502 => "Bad Gateway", 503 => "Service Unavailable", 504 => "Gateway Timeout", _ => "Error" };
        var answer = rule.Body switch
        {
            FaultBody.None => new Answer(status),
            FaultBody.Page => Answer.Page(status, text, "The server cannot answer just now."),
            _ when status == 500 => Answer.Failure(),
            _ => Answer.Error(status, text),
        };
        var headers = answer.Headers.ToList();
        if (rule.RetryAfter is { } wait)
            headers.Add(("Retry-After", RetryAfter(wait)));
        if (rule.Location is { } location)
            headers.Add(("Location", location));
        return answer with { Headers = headers };
    }

    /// <summary>The answer as it was, with what the rule does to its body and to its way over the wire.</summary>
    public static Answer Apply(Answer answer, FaultRule rule)
    {
        if (answer.Status == 204 && rule.Content == FaultContent.Own)
            return answer;
        answer = FaultedContent.Of(answer, rule);
        if (rule.ContentType is { } type)
            answer = answer with { ContentType = type };

        var whole = answer.Body;
        var sent = whole;
        if (rule.CutElements is { } elements)
            sent = CutElements(sent, elements, rule.InsideElement);
        if (rule.Encoding != FaultEncoding.None)
        {
            whole = Gzip(whole, FaultEncoding.Gzip);
            sent = Gzip(sent, rule.Encoding);
            answer = answer with { Headers = [.. answer.Headers, ("Content-Encoding", "gzip")] };
        }
        if (rule.CutBytes is { } bytes)
            sent = CutBytes(sent, bytes);
        var isPaced = rule.Stall != 0 || rule.BytesPerSecond is not null;
        var isCut = rule.CutElements is not null || rule.CutBytes is not null;

        return answer with
        {
            Body = sent,
            Delivery = new Delivery
            {
                Framing = rule.Framing ?? (isCut || (isPaced && !answer.IsList) ? FaultFraming.Length : null),
                Whole = isCut ? whole : null,
                Close = rule.Close,
                Stall = rule.Stall,
                StallAt = rule.StallAt,
                BytesPerSecond = rule.BytesPerSecond,
            },
        };
    }

    private static string RetryAfter(string wait) => wait.StartsWith("date:", StringComparison.OrdinalIgnoreCase)
        ? DateTimeOffset.UtcNow.AddSeconds(double.Parse(wait.AsSpan(5), CultureInfo.InvariantCulture)).ToString("r", CultureInfo.InvariantCulture)
        : wait;

    private static IEnumerable<Chunk> CutElements(IEnumerable<Chunk> body, int count, bool inside)
    {
        foreach (var chunk in body)
        {
            if (count-- > 0)
            {
                yield return chunk;
                continue;
            }
            if (inside)
                yield return new(chunk.Bytes[..(chunk.Bytes.Length / 2)]);
            yield break;
        }
    }

    private static IEnumerable<Chunk> CutBytes(IEnumerable<Chunk> body, long count)
    {
        foreach (var chunk in body)
        {
            if (count >= chunk.Bytes.Length)
            {
                count -= chunk.Bytes.Length;
                yield return chunk;
                continue;
            }
            if (count > 0)
                yield return new(chunk.Bytes[..(int)count]);
            yield break;
        }
    }

    private static IEnumerable<Chunk> Gzip(IEnumerable<Chunk> body, FaultEncoding encoding)
    {
        var buffer = new MemoryStream();
        var zip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true);
        foreach (var chunk in body)
        {
            zip.Write(chunk.Bytes.Span);
            if (buffer.Length < 32 * 1024)
                continue;
            var bytes = buffer.ToArray();
            buffer.SetLength(0);
            yield return new(encoding == FaultEncoding.GzipBroken ? Broken(bytes) : bytes);
        }
        zip.Dispose();
        var rest = buffer.ToArray();
        yield return new(encoding switch
        {
            FaultEncoding.GzipBroken => Broken(rest),
            FaultEncoding.GzipCut => rest.AsMemory(0, rest.Length / 2),
            _ => rest,
        });
    }

    /// <summary>From the middle on not what it was; the header stays.</summary>
    private static byte[] Broken(byte[] bytes)
    {
        for (var i = bytes.Length / 2; i < bytes.Length; i++)
            bytes[i] ^= 0xA5;
        return bytes;
    }
}
