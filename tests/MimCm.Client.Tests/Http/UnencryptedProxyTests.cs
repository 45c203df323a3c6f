using System.Net;

namespace MimCm.Client.Tests;

/// <summary>No call to this machine and no password of the proxy is sent to a proxy in clear text unless this is allowed.</summary>
public sealed class UnencryptedProxyTests
{
    [TheoryNotOnMono(Mono.HasNoIdentity)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void PlainHttpToThisMachineThroughAProxyIsRejected(bool isAllowed, bool isBypassed, bool isRefused)
    {
        var options = new MimCmClientOptions
        {
            Address = new Uri("http://localhost:5000"),
            Proxy = new Uri("http://proxy.contoso.com:8080"),
            NoProxy = isBypassed,
            AllowUnencryptedAuthentication = isAllowed,
        };

        var failure = Record.Exception(() => MimCmClient.Create(options).Dispose());

        Assert.Equal(isRefused ? MimCmError.InsecureConnection : (MimCmError?)null, ((MimCmException?)failure)?.Error);
        if (isRefused)
            Assert.Contains("proxy.contoso.com", failure!.Message, StringComparison.Ordinal);
    }

    [TheoryNotOnMono(Mono.HasOtherFailures)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PasswordForTheProxyIsNotSentInClearTextUnlessAllowed(bool isAllowed)
    {
        // The proxy responds to CONNECT for https. The rest does not matter.
        await using var proxy = ScriptedServer.Always(Reply.Status(407, "", "Proxy-Authenticate: Basic realm=\"proxy\""));
        using var client = MimCmClient.Create(new MimCmClientOptions
        {
            Address = new Uri("https://cm.contoso.com"),
            Proxy = proxy.Host,
            ProxyCredential = new NetworkCredential("carol", "Secret7"),
            AllowUnencryptedAuthentication = isAllowed,
            MaximumRetryCount = 0,
        });

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync());

        Assert.Equal(isAllowed ? MimCmError.ConnectionFailed : MimCmError.InsecureConnection, failure.Error);
        Assert.Equal(isAllowed, proxy.Calls.Any(call => call.Header("Proxy-Authorization") is not null));
        Assert.DoesNotContain("Secret7", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Negotiate", true)]
    [InlineData("NTLM", true)]
    [InlineData("Digest", true)]
    [InlineData("Basic", false)]
    [InlineData("socks5", false)]
    public void CredentialIsSentToSchemesThatDoNotRevealIt(string scheme, bool isShown)
    {
        var account = new NetworkCredential("carol", "Secret7");

        Assert.Equal(isShown, new ProxyCredentials(account, allowUnencrypted: false).GetCredential(new Uri("http://proxy"), scheme) is not null);
        Assert.NotNull(new ProxyCredentials(account, allowUnencrypted: false).GetCredential(new Uri("https://proxy"), scheme));
        Assert.NotNull(new ProxyCredentials(account, allowUnencrypted: true).GetCredential(new Uri("http://proxy"), scheme));
    }
}
