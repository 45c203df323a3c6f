using System.Net;
using System.Net.Http.Headers;

namespace MimCm.Reliability.Tests;

/// <summary>Returns a body in pieces, without a network.</summary>
internal sealed class PieceHandler : HttpMessageHandler
{
    /// <summary>The body to return.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>Generates the lengths of the pieces; null for one piece.</summary>
    public Random? Random { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new PieceStream(Body, Random));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }
}
