using System.Net;

namespace MimCm.DirectoryServices.Tests;

public sealed class DirectoryOptionsTests
{
    [Theory]
    [InlineData("dc1.contoso.com", "dc1.contoso.com", 0)]
    [InlineData("dc1.contoso.com:3269", "dc1.contoso.com", 3269)]
    [InlineData("dc1:389", "dc1", 389)]
    [InlineData("10.0.0.1:636", "10.0.0.1", 636)]
    [InlineData("[::1]:389", "[::1]", 389)]
    public void ServerIsAHostWithAnOptionalPort(string text, string server, int port)
    {
        Assert.True(DirectoryOptions.TryParseServer(text, out var parsed, out var parsedPort));
        Assert.Equal((server, port), (parsed, parsedPort));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":389")]
    [InlineData("dc1:0")]
    [InlineData("dc1:")]
    [InlineData("dc1:x")]
    [InlineData("dc1:65536")]
    [InlineData("ldap://dc1")]
    [InlineData("user@dc1")]
    [InlineData("dc1/x")]
    [InlineData("dc1/")]
    [InlineData("dc1?x")]
    [InlineData("dc1#x")]
    [InlineData("dc1 dc2")]
    public void OtherTextIsRejected(string text) => Assert.False(DirectoryOptions.TryParseServer(text, out _, out _));

    [Theory]
    [InlineData(0, false, false, 389)]
    [InlineData(0, true, true, 636)]
    [InlineData(389, true, true, 389)]
    [InlineData(3268, false, false, 3268)]
    [InlineData(636, false, true, 636)]
    [InlineData(3269, false, true, 3269)]
    public void TlsDependsOnPasswordAndPort(int port, bool hasPassword, bool usesTls, int usedPort)
    {
        var options = new DirectoryOptions { Port = port, CanNegotiateWithPassword = false, Credential = hasPassword ? new NetworkCredential("u", "p") : null };

        Assert.Equal((usesTls, usedPort), (options.UseTls, options.Port));
    }
}
