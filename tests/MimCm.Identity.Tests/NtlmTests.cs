namespace MimCm.Identity.Tests;

/// <summary>NTLM without Kerberos: there is no realm, and the server reads its users from a file.</summary>
public sealed class NtlmTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mimcm-ntlm-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsFact(Needs.Ntlm)]
    public async Task NtlmIsUsedWithinNegotiateAndAsItsOwnScheme()
    {
        foreach (var offered in new[] { "false", "true" })
        {
            using var server = await StartAsync("--ntlm", offered);

            var results = await ClientProcess.RunAsync(
                new Job { Address = server.Address, User = @"CONTOSO\user1", Password = "Password-of-user1", Calls = ["probe", "mine"] }, NoRealm());

            Assert.All(results, result => Assert.Null(result.Message));
            Assert.Equal([@"CONTOSO\user1", @"CONTOSO\user1"], await server.UsersAsync());
            Assert.All((await server.CallsAsync()).Where(call => (int?)call["status"] != 401), call => Assert.Equal("NTLM", (string?)call["package"]));
        }
    }

    [NeedsFact(Needs.Ntlm)]
    public async Task TwoIdentitiesStaySeparate()
    {
        using var server = await StartAsync();

        var one = ClientProcess.RunAsync(
            new Job { Address = server.Address, User = @"CONTOSO\user1", Password = "Password-of-user1", Calls = ["mine"], MaxConcurrency = 4 }, NoRealm());
        var two = ClientProcess.RunAsync(
            new Job { Address = server.Address, User = @"CONTOSO\user2", Password = "Password-of-user2", Calls = ["mine"], MaxConcurrency = 4 }, NoRealm());
        Assert.All((await one).Concat(await two), result => Assert.Null(result.Message));

        var byConnection = (await server.CallsAsync()).Where(call => (string?)call["user"] is not null).GroupBy(call => (string)call["connection"]!);
        Assert.All(byConnection, calls => Assert.Single(calls.Select(call => (string?)call["user"]).Distinct()));
        Assert.Equal(4, (await server.UsersAsync()).Count(user => user == @"CONTOSO\user1"));
        Assert.Equal(4, (await server.UsersAsync()).Count(user => user == @"CONTOSO\user2"));
    }

    [NeedsFact(Needs.Ntlm)]
    public async Task WrongPasswordIsUnauthorized()
    {
        using var server = await StartAsync("--ntlm", "true");

        var result = Assert.Single(await ClientProcess.RunAsync(new Job { Address = server.Address, User = @"CONTOSO\user1", Password = "Wrong-for-user1" },
            NoRealm()));

        Assert.Equal("Unauthorized", result.Error);
        Assert.DoesNotContain("Wrong-for", result.Whole);
        Assert.Empty(await server.UsersAsync());
    }

    private Task<IdentitySimulator> StartAsync(params string[] arguments)
    {
        var people = Path.Combine(_folder, "people");
        File.WriteAllText(people, "CONTOSO:user1:Password-of-user1\nCONTOSO:user2:Password-of-user2\n");
        return IdentitySimulator.StartAsync(new Dictionary<string, string>(NoRealm()) { ["NTLM_USER_FILE"] = people },
            ["--auth", "negotiate", "--requests", "50", .. arguments]);
    }

    private Dictionary<string, string> NoRealm()
    {
        var file = Path.Combine(_folder, "krb5.conf");
        File.WriteAllText(file, "[libdefaults]\n dns_lookup_kdc = false\n");
        return new() { ["KRB5_CONFIG"] = file, ["KRB5CCNAME"] = Path.Combine(_folder, "nobody.cache") };
    }
}
