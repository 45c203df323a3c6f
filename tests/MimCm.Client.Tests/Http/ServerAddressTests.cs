namespace MimCm.Client.Tests;

/// <summary>Addresses of servers, and connections that are rejected before any call.</summary>
public sealed class ServerAddressTests
{
    private const string Root = "https://cm.contoso.com/CertificateManagement/api/v1.0/";

    [Theory]
    [InlineData("https://cm.contoso.com")]
    [InlineData("https://cm.contoso.com/")]
    [InlineData("https://cm.contoso.com:443")]
    [InlineData("https://CM.contoso.com/CertificateManagement")]
    [InlineData("https://cm.contoso.com/CertificateManagement/")]
    [InlineData("https://cm.contoso.com/CertificateManagement/api/v1.0")]
    [InlineData("https://cm.contoso.com/CertificateManagement/api/v1.0/")]
    [InlineData("https://cm.contoso.com/CertificateManagement/API/V1.0/")]
    [InlineData("  https://cm.contoso.com//  ")]
    [InlineData("https://cm.contoso.com/CertificateManagement/api/v1.0/requests")]
    [InlineData("https://cm.contoso.com/certificatemanagement/api/v1.0/requests/", "https://cm.contoso.com/certificatemanagement/api/v1.0/")]
    [InlineData($"https://cm.contoso.com/CertificateManagement/api/v1.0/requests/{Bodies.EnrollId}")]
    [InlineData("cm.contoso.com")]
    [InlineData("cm.contoso.com/CertificateManagement")]
    [InlineData("cm.contoso.com:8443", "https://cm.contoso.com:8443/CertificateManagement/api/v1.0/")]
    [InlineData("localhost:5000/cm", "https://localhost:5000/cm/api/v1.0/")]
    [InlineData("[::1]:5000", "https://[::1]:5000/CertificateManagement/api/v1.0/")]
    public void HostFolderRootAndCollectionAreTheSameServer(string address, string root = Root) =>
        Assert.Equal(root, ServerAddress.ToApiRoot(new Uri(address, UriKind.RelativeOrAbsolute)).AbsoluteUri);

    [Theory]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://[fe80::1%eth0]:80/")]
    public void ZoneOfAnIPv6AddressIsKept(string address) =>
        Assert.Contains("eth0", ServerAddress.ToApiRoot(new Uri(address)).DnsSafeHost, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://cm.contoso.com/fim", "https://cm.contoso.com/fim/api/v1.0/")]
    [InlineData("https://cm.contoso.com/fim/api/v1.0", "https://cm.contoso.com/fim/api/v1.0/")]
    [InlineData("https://cm.contoso.com/api/v1.0", "https://cm.contoso.com/api/v1.0/")]
    [InlineData("https://gw.contoso.com/a/b/CM", "https://gw.contoso.com/a/b/CM/api/v1.0/")]
    [InlineData("https://gw.contoso.com/api/CM", "https://gw.contoso.com/api/CM/api/v1.0/")]
    [InlineData("https://cm.contoso.com/apiary", "https://cm.contoso.com/apiary/api/v1.0/")]
    [InlineData("https://cm.contoso.com/My%20CM", "https://cm.contoso.com/My%20CM/api/v1.0/")]
    [InlineData("https://cm.contoso.com:8443", "https://cm.contoso.com:8443/CertificateManagement/api/v1.0/")]
    [InlineData("https://[::1]:8443", "https://[::1]:8443/CertificateManagement/api/v1.0/")]
    [InlineData("http://localhost:5000", "http://localhost:5000/CertificateManagement/api/v1.0/")]
    public void OtherFolderIsKept(string address, string root) =>
        Assert.Equal(root, ServerAddress.ToApiRoot(new Uri(address)).AbsoluteUri);

    [Theory]
    [InlineData("/CertificateManagement")]
    [InlineData("ftp://cm.contoso.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://cm.contoso.com/?a=b")]
    [InlineData("https://cm.contoso.com/CertificateManagement#x")]
    [InlineData("https://cm.contoso.com/CertificateManagement/api")]
    [InlineData("https://cm.contoso.com/CertificateManagement/api/v2.0")]
    [InlineData("https://cm.contoso.com/CertificateManagement/api/v1.0.1")]
    public void InvalidAddressIsRejectedWithTheReason(string address)
    {
        var failure = Assert.Throws<ArgumentException>(() => ServerAddress.ToApiRoot(new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.Contains($"'{address}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("https://cm.contoso.com", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://carol:Secret7@cm.contoso.com")]
    [InlineData("https://carol:Secret7@cm.contoso.com/?q")]
    [InlineData("https://Secret7@cm.contoso.com")]
    [InlineData("https://carol:a/Secret7@cm.contoso.com")]
    [InlineData("https://carol:a#Secret7@cm.contoso.com")]
    [InlineData("https://carol:2024?Secret7@cm.contoso.com")]
    [InlineData("https://alice:2024#Secret7@host")]
    [InlineData("//carol:Secret7@cm.contoso.com")]
    [InlineData("https:/carol:Secret7@cm.contoso.com")]
    [InlineData("carol:Secret7@cm.contoso.com")]
    [InlineData("https://carol:Secret7%40cm.contoso.com/x")]
    [InlineData("ftp://carol:Secret7@cm.contoso.com")]
    public void AddressWithACredentialIsRejectedAndNotRepeated(string address)
    {
        if (!Uri.TryCreate(address, UriKind.RelativeOrAbsolute, out var uri))
            return;

        var failure = Assert.Throws<ArgumentException>(() => ServerAddress.ToApiRoot(uri));

        Assert.DoesNotContain("Secret7", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void MissingAddressIsRejected()
    {
        Assert.Throws<ArgumentNullException>(() => ServerAddress.ToApiRoot(null!));
        Assert.Throws<ArgumentNullException>(() => MimCmClient.Create(null!));
        Assert.Throws<ArgumentException>(() => MimCmClient.Create(new MimCmClientOptions()));
    }
}
