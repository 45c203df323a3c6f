namespace MimCm.Simulator;

/// <summary>Puts an answer on the wire: small ones with a Content-Length, long lists as they are made.</summary>
internal static class AnswerSender
{
    private const int FlushAt = 64 * 1024;

    public static async Task SendAsync(HttpContext context, Answer answer, Call call)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-cache";
        response.Headers.Pragma = "no-cache";
        response.Headers.Expires = "-1";
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.ContentType is { } contentType)
            response.ContentType = contentType;
        call.Status = answer.Status;
        if (answer.Status == 204)
            return;

        long written = 0;
        var pending = 0;
        var elements = 0;
        foreach (var chunk in answer.Body)
        {
            chunk.Span.CopyTo(response.BodyWriter.GetSpan(chunk.Length));
            response.BodyWriter.Advance(chunk.Length);
            written += chunk.Length;
            elements += answer.IsList && chunk.Length > 2 ? 1 : 0;
            if ((pending += chunk.Length) < FlushAt)
                continue;
            pending = 0;
            await response.BodyWriter.FlushAsync(context.RequestAborted);
            (call.BytesSent, call.RequestsSent) = (written, elements);
        }
        if (!response.HasStarted)
            response.ContentLength = written;
        await response.BodyWriter.FlushAsync(context.RequestAborted);
        (call.BytesSent, call.RequestsSent) = (written, elements);
    }
}
