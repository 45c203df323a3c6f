namespace MimCm.DirectoryServices.Tests;

public sealed class DefaultDomainTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("[libdefaults]\n default_realm = CONTOSO.COM\n", "CONTOSO.COM")]
    [InlineData("[realms]\n default_realm = WRONG\n[libdefaults]\n\tdefault_realm=CONTOSO.COM # ours", "CONTOSO.COM")]
    [InlineData("[libdefaults]\n default_realm_x = A\n", null)]
    [InlineData("", null)]
    public void DefaultRealmIsReadFromKerberosConfiguration(string configuration, string? realm)
    {
        File.WriteAllText(_file, configuration);

        Assert.Equal(realm, DefaultDomain.ReadDefaultRealm(_file));
    }

    [Fact]
    public void MissingConfigurationGivesNoRealm() => Assert.Null(DefaultDomain.ReadDefaultRealm(_file + ".missing"));

    [Fact]
    public void InvalidTicketCacheGivesNoRealm()
    {
        byte[][] contents =
        [
            [], [5], [5, 4], [5, 3, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 65], [5, 4, 255, 255, 0, 0],
                [5, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 255, 255, 255, 255, 65],
            [5, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9, 65],
        ];
        foreach (var content in contents)
        {
            File.WriteAllBytes(_file, content);
            Assert.Null(TicketCache.TryReadRealm(_file));
        }

        Assert.Null(TicketCache.TryReadRealm(null));
        Assert.Null(TicketCache.TryReadRealm("KEYRING:persistent:0"));
        Assert.Null(TicketCache.TryReadRealm("FILE:" + _file + ".missing"));
    }

    [Fact]
    public void TicketCacheGivesTheRealmOfItsPrincipal()
    {
        File.WriteAllBytes(_file, [5, 4, 0, 2, 9, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, (byte)'A', (byte)'.', (byte)'B', 0, 0]);

        Assert.Equal("A.B", TicketCache.TryReadRealm("FILE:" + _file));
    }

    public void Dispose() => File.Delete(_file);
}
