using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace MimCm.Client.Tests;

/// <summary>The sanitized message of the server.</summary>
public sealed class ErrorMessageReaderTests
{
    private const string Correlation = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData("application/json", """{"Message":"Not now."}""", "Not now.")]
    [InlineData("application/json", """{"message":"Not now."}""", "Not now.")]
    [InlineData("application/json", "\uFEFF{\"Message\":\"Not now.\"}", "Not now.")]
    [InlineData("application/json", """{"Message":"Not now.","MessageDetail":"Later.","ExceptionMessage":"Not now.","StackTrace":"at X.Y()"}""",
        "Not now. Later.")]
    [InlineData("application/json", """{"ExceptionMessage":"It broke."}""", "It broke.")]
    [InlineData("application/json", "\"He said \\\"n\\u00e4\\\".\"", "He said \"nä\".")]
    [InlineData("application/json", "{}", null)]
    [InlineData("application/json", "{\"Message\":5}", null)]
    [InlineData("application/json", "{\"Message\":\"cut", null)]
    [InlineData("application/json", "null", "null")]
    [InlineData("application/json", "", null)]
    [InlineData("application/json", "   ", null)]
    [InlineData("application/json", "{\"Message\":\"<html><body>Stop</body></html>\"}", null)]
    [InlineData("text/plain", "Not now.", "Not now.")]
    [InlineData("text/plain; charset=iso-8859-1", "Not now.", "Not now.")]
    [InlineData("text/plain; charset=nonsense", "Not now.", "Not now.")]
    [InlineData("text/plain", "<html><body>Not now.</body></html>", null)]
    [InlineData("text/plain", "\uFEFF<!DOCTYPE html>", null)]
    [InlineData("text/plain", "Error: <HTML><body>Not now.</body></HTML>", null)]
    [InlineData("text/html", "Not now.", null)]
    [InlineData("text/html; charset=utf-8", "<p>Not now.</p>", null)]
    [InlineData("application/xml", "<Error><Message>Not now.</Message></Error>", null)]
    [InlineData("text/plain", "one\r\ntwo\tthree\u0007\u001b[31m\u009bfour", "one two three [31m four")]
    [InlineData("text/plain", "right\u202eleft\u2028next\u200b", "right left next")]
    public async Task MessageIsPlainText(string contentType, string body, string? message)
    {
        var failure = await FailAsync(body.Bytes(), contentType);

        Assert.Equal(message, failure.ServerMessage);
        if (message is not null)
            Assert.EndsWith($"The server's message: {message}", failure.Message, StringComparison.Ordinal);
        else
            Assert.DoesNotContain("message:", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Fact]
    public async Task TextIsReadInItsCharset() =>
        Assert.Equal("Zugriff für Köche",
            (await FailAsync(System.Text.Encoding.Latin1.GetBytes("Zugriff für Köche"), "text/plain; charset=iso-8859-1")).ServerMessage);

    [Fact]
    public async Task LongMessageIsCutToAParagraph()
    {
        var failure = await FailAsync($"{new string('x', 999)}😀{new string('y', 50_000)}".Bytes(), "text/plain");

        Assert.Equal($"{new string('x', 999)}…", failure.ServerMessage);
    }

    [Theory]
    [InlineData($"Failed. Correlation ID: {Correlation}.", Correlation)]
    [InlineData($"Request {Bodies.EnrollId} of user {Bodies.UnblockId} failed. Correlation ID: {Correlation}", Correlation)]
    [InlineData($"Request {Bodies.EnrollId}: see {Correlation}", Correlation)]
    [InlineData($"{Correlation} is the correlation id", Correlation)]
    [InlineData($"Request {Bodies.EnrollId} failed.", null)]
    [InlineData("Failed.", null)]
    public async Task CorrelationIdIsFoundInTheMessage(string message, string? id) =>
        Assert.Equal(id, (await FailAsync(message.Bytes(), "text/plain")).CorrelationId?.ToString());

    [Fact]
    public async Task CorrelationIdIsFoundAfterALongMessage() =>
        Assert.Equal(Correlation, (await FailAsync($"{new string('x', 5000)} Correlation ID: {Correlation}".Bytes(), "text/plain")).CorrelationId?.ToString());

    [Fact]
    public async Task ErrorWithAnIncompleteBodyKeepsItsStatus()
    {
        await using var server = ScriptedServer.Start(
            async call =>
            {
                await call.WriteHeadAsync(403, "Content-Type: text/plain", "Content-Length: 100");
                await call.WriteAsync("Not");
                call.Reset();
            },
            async call =>
            {
                await call.WriteHeadAsync(403, "Content-Type: text/plain", "Content-Length: 100");
                await call.WriteAsync("Not");
                await call.WaitUntilClosedAsync();
            });
        var clock = new ManualClock();
        var timeout = TimeSpan.FromSeconds(10);
        using var client = server.Client(options => (options.Timeout, options.TimeProvider) = (timeout, clock));

        Assert.Equal(MimCmError.Forbidden, (await Read.ListAsync(client)).Failure?.Error);
        // The timeout of the body is shorter than that of the headers.
        Assert.Equal(MimCmError.Forbidden, (await clock.PassUntilAsync(Read.ListAsync(client), timeout)).Failure?.Error);
    }

    [Fact]
    public async Task SlowBodyOfAnErrorIsNotWaitedForForLong()
    {
        var time = new ManualClock();
        var body = new TricklingStream(new string('x', 1000).Bytes(), time, TimeSpan.FromSeconds(0.1));
        var options = new MimCmClientOptions { Address = new Uri("https://cm.contoso.com"), Timeout = TimeSpan.FromSeconds(2), TimeProvider = time };
        using var client = new MimCmClient(new HttpClient(new StreamHandler(() => body, "text/plain", HttpStatusCode.Forbidden)), options);

        Assert.Equal(MimCmError.Forbidden, (await Read.ListAsync(client)).Failure?.Error);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
    }

    private static async Task<MimCmException> FailAsync(byte[] body, string contentType)
    {
        await using var server = ScriptedServer.Start(Reply.Status(403, body, $"Content-Type: {contentType}"));
        using var client = server.Client();
        return await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));
    }
}
