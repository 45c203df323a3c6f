#if !NET
using System.Net;

namespace MimCm.Http;

/// <summary>Closes the connection at once if a body is not read to its end. Otherwise .NET Framework would continue to read for half a second. It
/// aborts a call, even after the headers have arrived, when the cancellation token that was passed to its handler is canceled.</summary>
internal sealed class AbortOnDisposeHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var response = await base.SendAsync(request, abort.Token).ConfigureAwait(false);
        if (response.Content is not { } content || response.StatusCode == HttpStatusCode.NoContent || content.Headers.ContentLength == 0)
            return response;

        var closing = new StreamContent(new AbortOnDisposeStream(await content.ReadAsStreamAsync().ConfigureAwait(false), abort.Cancel));
        foreach (var header in content.Headers)
            closing.Headers.TryAddWithoutValidation(header.Key, header.Value);

        response.Content = closing;
        return response;
    }
}
#endif
