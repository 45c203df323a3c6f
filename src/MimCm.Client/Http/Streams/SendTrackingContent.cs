using System.Net;
using System.Net.Http.Headers;

namespace MimCm.Http;

/// <summary>The body of a change. It records whether any byte may have been sent, to distinguish a lost response from a call that was never
/// sent.</summary>
internal sealed class SendTrackingContent : HttpContent
{
    private readonly byte[] _body;

    public SendTrackingContent(byte[] body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public bool MayHaveLeft { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        MayHaveLeft = true;
        return stream.WriteAsync(_body, 0, _body.Length);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
