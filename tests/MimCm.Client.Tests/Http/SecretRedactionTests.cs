using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;

namespace MimCm.Client.Tests;

/// <summary>No error contains a secret of this client that a server repeats, in any form and place.</summary>
public sealed class SecretRedactionTests
{
    private const string Token = "opaque+Token/with=odd&characters:7";
    private const string Password = "p\"ss\\word/2024 äö";
    private const string Cookie = "c00kie/Value+42==";

    public static TheoryData<string, string> Echoes
    {
        get
        {
            var echoes = new TheoryData<string, string>();
            foreach (var form in new[] { "raw", "percent", "PERCENT", "plus", "base64", "base64url", "json", "html", "upper" })
            {
                foreach (var place in new[] { "message", "text", "scheme", "location", "path", "reason", "type", "charset", "server page", "malformed header" })
                    echoes.Add(form, place);
            }

            return echoes;
        }
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task RepeatedSecretIsRedacted(string form, string place)
    {
        foreach (var secret in new[] { Token, Password, Cookie })
        {
            var echo = Encode(secret, form);
            if (place is not ("message" or "text") && echo.Any(letter => letter is < '!' or > '~' or '"' or ';' or ',' or '\\'))
                continue;

            var first = true;
            await using var server = ScriptedServer.Always(async call =>
            {
                if (first)
                {
                    first = false;
                    await Reply.Status(200, Bodies.EnrollApproved, $"Set-Cookie: session={Cookie}; path=/")(call);
                    return;
                }

                await AnswerAsync(call, place, echo);
            });
            using var token = Secret.Of(Token);
            using var client = server.Client(options =>
            {
                options.AccessToken = (_, _) => Task.FromResult<SecureString?>(token);
                options.ProxyCredential = new NetworkCredential("carol", Password);
                options.AllowUnencryptedAuthentication = true;
                options.MaximumRetryCount = 0;
            });
            await client.GetRequestAsync(Bodies.Enroll);

            var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

            var shown = $"{failure}\n{failure.ServerMessage}";
            Assert.DoesNotContain(secret, shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(echo, shown, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task OtherTextIsKept()
    {
        await using var server = ScriptedServer.Always(Reply.Status(500, """{"Message":"The status 1 of the request does not allow this."}"""));
        using var client = server.Client(options => options.MaximumRetryCount = 0);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Enroll));

        Assert.Equal("The status 1 of the request does not allow this.", failure.ServerMessage);
    }

    private static Task AnswerAsync(ServerCall call, string place, string echo) => place switch
    {
        "message" => Reply.Status(500, JsonSerializer.Serialize(new { Message = $"invalid token: {echo} (bearer={echo})" }))(call),
        "text" => Reply.Status(500, $"cookie {echo} is not known", "Content-Type: text/plain; charset=utf-8")(call),
        "scheme" => Reply.Status(401, "", $"WWW-Authenticate: {echo} realm=\"x\"")(call),
        "location" => Reply.Status(302, "", $"Location: https://{echo.Replace("/", "", StringComparison.Ordinal)}.contoso.com/{echo}?token={echo}")(call),
        "path" => Reply.Status(302, "", $"Location: /login/{echo}")(call),
        "reason" => call.WriteAsync($"HTTP/1.1 500 {echo}\r\nContent-Length: 0\r\n\r\n"),
        "type" => Reply.Status(200, "x", $"Content-Type: text/{echo}")(call),
        "charset" => Reply.Status(200, "[]", $"Content-Type: application/json; charset={echo}")(call),
        "server page" => Reply.Status(403, "<html></html>", "Content-Type: text/html", $"Server: {echo}")(call),
        _ => WriteAndCloseAsync(call, $"HTTP/1.1 200 OK\r\n{echo} bad header\r\n\r\n"),
    };

    private static async Task WriteAndCloseAsync(ServerCall call, string text)
    {
        await call.WriteAsync(text);
        call.Close();
    }

    private static string Encode(string secret, string form) => form switch
    {
        "percent" => Uri.EscapeDataString(secret).ToLowerInvariant(),
        "PERCENT" => Uri.EscapeDataString(secret),
        "plus" => WebUtility.UrlEncode(secret),
        "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        "base64url" => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        "json" => JsonSerializer.Serialize(secret).Trim('"'),
        "html" => WebUtility.HtmlEncode(secret),
        "upper" => secret.ToUpperInvariant(),
        _ => secret,
    };
}
