namespace MimCm.Client.Tests;

/// <summary>An HTML page with any status code is not a response of MIM CM. The error contains its probable sender.</summary>
public sealed class ForeignResponseTests
{
    [Theory]
    [InlineData(200, MimCmError.InvalidResponse)]
    [InlineData(401, MimCmError.Unauthorized)]
    [InlineData(403, MimCmError.Forbidden)]
    [InlineData(502, MimCmError.ServerError)]
    public async Task HtmlPageIsReportedWithItsSender(int code, MimCmError error)
    {
        await using var server = ScriptedServer.Always(Reply.Status(code, "<html>403.7 Secret page</html>", "Content-Type: text/html",
            "Server: Contoso-Proxy/1.0"));
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.Equal((error, true), (failure.Error, failure.IsHtmlResponse));
        Assert.Contains("HTML", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Contoso-Proxy/1.0", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret page", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HtmlPageWith404IsTheDisabledApi()
    {
        // IIS sends this page while the API is disabled, so no other sender is reported.
        await using var server = ScriptedServer.Always(Reply.Status(404, "<html>404 Secret page</html>", "Content-Type: text/html"));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.Equal((MimCmError.ApiDisabled, true), (failure.Error, failure.IsHtmlResponse));
        Assert.DoesNotContain("HTML", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret page", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HtmlPageWith401AndSchemesIsThatOfIis()
    {
        await using var server = ScriptedServer.Always(Reply.Status(401, "<html>401 Secret page</html>", "Content-Type: text/html",
            "WWW-Authenticate: Basic realm=\"x\"", "WWW-Authenticate: Bearer"));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.Equal((MimCmError.Unauthorized, true), (failure.Error, failure.IsHtmlResponse));
        Assert.Equal(["Basic", "Bearer"], failure.OfferedSchemes);
        Assert.EndsWith("Supported schemes: Basic, Bearer.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Message\":\"Not you.\"}")]
    public async Task RefusalOfTheServerIsNotAForeignResponse(string body)
    {
        await using var server = ScriptedServer.Always(Reply.Status(403, body));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.Equal((MimCmError.Forbidden, false), (failure.Error, failure.IsHtmlResponse));
    }

    [Theory]
    [InlineData(304)]
    [InlineData(306)]
    public async Task OtherStatusCodeIsNotReportedAsARedirect(int code)
    {
        await using var server = ScriptedServer.Always(Reply.Status(code));
        using var client = server.Client();

        Assert.Equal(MimCmError.InvalidResponse, (await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll))).Error);
    }

    [Fact]
    public async Task RedirectWithoutATargetIsReported()
    {
        await using var server = ScriptedServer.Always(Reply.Status(302, "", "Location: "));
        using var client = server.Client();

        Assert.Contains("redirects to an unspecified address.",
            (await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll))).Message, StringComparison.Ordinal);
    }
}
