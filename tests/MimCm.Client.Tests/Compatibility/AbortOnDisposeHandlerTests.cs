using System.Net;

namespace MimCm.Client.Tests;

/// <summary>Closes a connection on .NET Framework without reading the rest, by canceling the token of the call.</summary>
public sealed class AbortOnDisposeHandlerTests
{
    private static readonly byte[] Body = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);

    private CancellationToken _token;

    [Fact]
    public async Task BodyDisposedEarlyAbortsItsCall()
    {
        using var response = await SendAsync(HttpStatusCode.OK);
        using var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(10, await body.ReadAsync(new byte[10], 0, 10));
        Assert.False(_token.IsCancellationRequested);

        body.Dispose();

        Assert.True(_token.IsCancellationRequested);
    }

    [Fact]
    public async Task ResponseThatIsNotReadAbortsItsCall()
    {
        (await SendAsync(HttpStatusCode.OK)).Dispose();

        Assert.True(_token.IsCancellationRequested);
    }

    [Fact]
    public async Task BodyReadToItsEndKeepsItsConnection()
    {
        using (var response = await SendAsync(HttpStatusCode.OK))
            Assert.Equal(Body, await response.Content.ReadAsByteArrayAsync());

        Assert.False(_token.IsCancellationRequested);
    }

    [Fact]
    public async Task ResponseWithoutContentKeepsItsConnection()
    {
        (await SendAsync(HttpStatusCode.NoContent)).Dispose();

        Assert.False(_token.IsCancellationRequested);
    }

    [Fact]
    public async Task HeadersOfABodyAreKept()
    {
        using var response = await SendAsync(HttpStatusCode.OK);

        Assert.Equal(("application/json", "utf-8", 12345),
            (response.Content.Headers.ContentType.MediaType, response.Content.Headers.ContentType.CharSet, response.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task CanceledCallIsAborted()
    {
        using var stop = new CancellationTokenSource();
        using var response = await SendAsync(HttpStatusCode.OK, stop.Token);

        stop.Cancel();

        Assert.True(_token.IsCancellationRequested);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpStatusCode code, CancellationToken cancellationToken = default)
    {
        using var invoker = new HttpMessageInvoker(new AbortOnDisposeHandler(new NotingHandler(this, code)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost");
        return await invoker.SendAsync(request, cancellationToken);
    }

    private sealed class NotingHandler(AbortOnDisposeHandlerTests tests, HttpStatusCode code) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            tests._token = cancellationToken;
            var content = new StreamContent(new MemoryStream(Body));
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
            content.Headers.TryAddWithoutValidation("Content-Length", "12345");
            return Task.FromResult(new HttpResponseMessage(code) { Content = content });
        }
    }
}
