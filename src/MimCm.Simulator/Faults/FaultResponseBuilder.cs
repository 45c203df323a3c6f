using System.Globalization;
using System.IO.Compression;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Faults;

/// <summary>Changes a response as a fault rule specifies.</summary>
internal static class FaultResponseBuilder
{
    /// <summary>Returns the response that replaces the response of the API.</summary>
    public static ApiResponse CreateReplacement(FaultRule rule)
    {
        var status = rule.Status!.Value;
        var text = status switch { 429 => "Too Many Requests", 502 => "Bad Gateway", 503 => "Service Unavailable", 504 => "Gateway Timeout", _ => "Error" };
        var response = rule.Body switch
        {
            FaultBody.None => new ApiResponse(status),
            FaultBody.Page => ApiResponse.HtmlPage(status, text, "The server cannot answer just now."),
            _ when status == 500 => ApiResponse.InternalError(),
            _ => ApiResponse.Error(status, text),
        };
        var headers = response.Headers.ToList();
        if (rule.RetryAfter is { } wait)
            headers.Add(("Retry-After", RetryAfter(wait)));
        if (rule.Location is { } location)
            headers.Add(("Location", location));
        return response with { Headers = headers };
    }

    /// <summary>Returns the response with the body and the delivery that the rule specifies.</summary>
    public static ApiResponse Apply(ApiResponse response, FaultRule rule)
    {
        if (response.Status == 204 && rule.Content == FaultContent.Own)
            return response;
        response = FaultBodyBuilder.Apply(response, rule);
        if (rule.ContentType is { } type)
            response = response with { ContentType = type };

        var whole = response.Body;
        var sent = whole;
        if (rule.CutElements is { } elements)
            sent = CutElements(sent, elements, rule.InsideElement);
        if (rule.Encoding != FaultEncoding.None)
        {
            whole = Gzip(whole, FaultEncoding.Gzip);
            sent = Gzip(sent, rule.Encoding);
            response = response with { Headers = [.. response.Headers, ("Content-Encoding", "gzip")] };
        }
        if (rule.CutBytes is { } bytes)
            sent = CutBytes(sent, bytes);
        var isPaced = rule.Stall != 0 || rule.BytesPerSecond is not null;
        var isCut = rule.CutElements is not null || rule.CutBytes is not null;

        return response with
        {
            Body = sent,
            Delivery = new ResponseDelivery
            {
                Framing = rule.Framing ?? (isCut || (isPaced && !response.IsList) ? FaultFraming.Length : null),
                CompleteBody = isCut ? whole : null,
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

    private static IEnumerable<BodyChunk> CutElements(IEnumerable<BodyChunk> body, int count, bool inside)
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

    private static IEnumerable<BodyChunk> CutBytes(IEnumerable<BodyChunk> body, long count)
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

    private static IEnumerable<BodyChunk> Gzip(IEnumerable<BodyChunk> body, FaultEncoding encoding)
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

    /// <summary>Damages the second half of the data, and keeps the compression header.</summary>
    private static byte[] Broken(byte[] bytes)
    {
        for (var i = bytes.Length / 2; i < bytes.Length; i++)
            bytes[i] ^= 0xA5;
        return bytes;
    }
}
