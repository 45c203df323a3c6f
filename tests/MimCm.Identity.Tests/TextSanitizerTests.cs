using System.Diagnostics;
using System.Net;

namespace MimCm.Identity.Tests;

/// <summary>The sanitizing of text that a server sends.</summary>
public sealed class TextSanitizerTests
{
    [Theory]
    [InlineData("Bearer eyJhbGciOi.J9.abc went wrong", "Bearer … went wrong")]
    [InlineData("token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln of user1", "token … of user1")]
    [InlineData("Cookie: a=b; c=d", "Cookie:…")]
    [InlineData("see http://user1:secret@cm.contoso.com/x", "see http://…@cm.contoso.com/x")]
    [InlineData("Basic authentication and Negotiate are off.", "Basic authentication and Negotiate are off.")]
    [InlineData("The status of the request does not allow this operation.", "The status of the request does not allow this operation.")]
    [InlineData("mail user1@contoso.com", "mail user1@contoso.com")]
    public async Task SecretsAreRemovedAndOtherTextIsKept(string said, string shown)
    {
        var failure = await FailAsync(said);

        Assert.Equal(shown, failure.ServerMessage);
    }

    [Theory]
    [InlineData("Bearer "), InlineData(" "), InlineData("/"), InlineData("//a"), InlineData("eyJ"), InlineData("a."), InlineData("@"),
        InlineData("Bearer                 "), InlineData("Cookie")]
    public async Task SanitizingTakesLittleTimeForAnyText(string again)
    {
        await FailAsync("x");
        var clock = Stopwatch.StartNew();

        await FailAsync(string.Concat(Enumerable.Repeat(again, 60_000 / again.Length)));

        // Quadratic time would take many minutes.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}");
    }

    private static async Task<MimCmException> FailAsync(string said)
    {
        await using var evil = ScriptedServer.Always(Reply.Status(500, said, "Content-Type: text/plain"));
        using var client = MimCmClient.Create(new MimCmClientOptions { Address = evil.Address, NoProxy = true, MaximumRetryCount = 0 });
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());
        Assert.Equal((int)HttpStatusCode.InternalServerError, failure.StatusCode);
        return failure;
    }
}
