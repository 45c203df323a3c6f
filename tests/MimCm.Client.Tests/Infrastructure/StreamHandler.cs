using System.Net;
using System.Net.Http.Headers;

namespace MimCm.Client.Tests;

/// <summary>Responds with a stream, without a socket.</summary>
internal sealed class StreamHandler(Func<Stream> body, string? contentType, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(body());
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return Task.FromResult(new HttpResponseMessage(status) { Content = content, RequestMessage = request });
    }
}
