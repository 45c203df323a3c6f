namespace MimCm.Client.Tests;

/// <summary>Paths of a caller below the root of the API (Invoke-CmRestMethod), which cannot lead out of it.</summary>
public sealed class ResourcePathTests
{
    private static readonly Uri Root = new("https://cm.contoso.com/CertificateManagement/api/v1.0/");

    [Theory]
    [InlineData("requests")]
    [InlineData("requests/1?status=Pending")]
    [InlineData("profiles/a%20b")]
    [InlineData("smartcards?path=../x:y\\z")]
    [InlineData(".hidden/...")]
    [InlineData("a%2eb/c%2fd")]
    public void PathBelowTheRootIsAppended(string path) =>
        Assert.Equal(new Uri(Root.AbsoluteUri + path), ServerAddress.TryCombine(Root, path));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("?status=Pending")]
    [InlineData(" requests")]
    [InlineData("requests ")]
    [InlineData("/requests")]
    [InlineData("\\requests")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("https://evil.contoso.com/requests")]
    [InlineData("requests\n")]
    [InlineData("a\u0001b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../v2.0/requests")]
    [InlineData("requests/../../x")]
    [InlineData("requests/.")]
    [InlineData("%2e%2e/x")]
    [InlineData("a/%2E%2e/b")]
    [InlineData("a/%252e%252e/b")]
    [InlineData("a/%25252e/b")]
    [InlineData("a%2f..%2fb")]
    [InlineData("a%5c..%5cb")]
    [InlineData("a/%2e%5c/b")]
    [InlineData("requests#fragment")]
    public void PathOutsideTheRootOrEmptyPathIsRejected(string path) => Assert.Null(ServerAddress.TryCombine(Root, path));
}
