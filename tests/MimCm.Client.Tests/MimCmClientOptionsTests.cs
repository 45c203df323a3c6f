using System.Net;
using System.Security;

namespace MimCm.Client.Tests;

/// <summary>Connections and settings that are rejected before any call.</summary>
public sealed class MimCmClientOptionsTests
{
    public static TheoryData<string> Secrets => ["credential", "token", "certificate"];

    [TheoryNotOnMono(Mono.HasNoIdentity)]
    [InlineData("http://cm.contoso.com", false)]
    [InlineData("http://10.0.0.5", false)]
    [InlineData("http://localhost.contoso.com", false)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://127.1.2.3:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("https://cm.contoso.com", true)]
    public void PlainHttpIsAllowedForThisMachineOnly(string address, bool isAllowed)
    {
        var options = new MimCmClientOptions { Address = new Uri(address) };

        Assert.Equal(isAllowed ? null : MimCmError.InsecureConnection, Try(options)?.Error);
        options.AllowUnencryptedAuthentication = true;
        Assert.Null(Try(options));
    }

    [TheoryNotOnMono(Mono.MakesNoCertificates)]
    [MemberData(nameof(Secrets))]
    public void SecretIsNotSentOverPlainHttpEvenToThisMachine(string secret)
    {
        using var certificate = CertificateMaker.SelfSigned("CN=carol");
        var options = new MimCmClientOptions { Address = new Uri("http://localhost:5000") };
        switch (secret)
        {
            case "credential": options.Credential = new NetworkCredential("carol", "Secret7"); break;
            case "token": options.AccessToken = (_, _) => Task.FromResult<SecureString?>(null); break;
            default: options.Certificate = certificate; break;
        }

        var failure = Try(options);
        Assert.Equal(MimCmError.InsecureConnection, failure?.Error);
        Assert.Equal("http://localhost:5000/CertificateManagement/api/v1.0/", failure!.Uri!.AbsoluteUri);
        options.AllowUnencryptedAuthentication = true;
        Assert.Null(Try(options));
        options.AllowUnencryptedAuthentication = false;
        options.Address = new Uri("https://localhost:5000");
        Assert.Null(Try(options));
    }

    [Fact]
    public void InvalidTimeOrCountIsRejectedWhenItIsSet()
    {
        var options = new MimCmClientOptions();

        Assert.Throws<ArgumentOutOfRangeException>(() => options.Timeout = TimeSpan.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Timeout = TimeSpan.FromDays(50));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaximumRetryCount = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.RetryInterval = TimeSpan.FromTicks(-1));
        Assert.Equal((TimeSpan.FromSeconds(100), 3, TimeSpan.FromSeconds(1)), (options.Timeout, options.MaximumRetryCount, options.RetryInterval));
    }

    [Fact]
    public void ClientHasItsAddressAndItsCollection()
    {
        using var client = MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions { Address = new Uri("https://cm.contoso.com") }));

        Assert.Equal("https://cm.contoso.com/CertificateManagement/api/v1.0/", client.BaseAddress.AbsoluteUri);
        Assert.Equal("https://cm.contoso.com/CertificateManagement/api/v1.0/requests", client.RequestsUri.AbsoluteUri);
    }

    private static MimCmException? Try(MimCmClientOptions options)
    {
        try
        {
            MimCmClient.Create(options).Dispose();
            return null;
        }
        catch (MimCmException e)
        {
            return e;
        }
    }
}
