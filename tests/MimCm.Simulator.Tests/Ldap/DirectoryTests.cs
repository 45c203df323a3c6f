using System.DirectoryServices.Protocols;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MimCm.Simulator.Tests;

/// <summary>The directory, queried by the LDAP client of .NET.</summary>
public sealed class DirectoryTests
{
    private const string Domain = "DC=contoso,DC=com";

    [LdapFact]
    public async Task UsersOfTheRequestsAreFoundByTheirIds()
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host);
        var ids = host.Requests().SelectMany(r => new[] { r.TargetUserUuid, r.OriginatorUserUuid }).Distinct().Take(100).ToList();

        var entries = Search(ldap, $"(|{string.Concat(ids.Select(id => $"(objectGUID={Escape(id)})"))}(objectGUID={Escape(Guid.NewGuid())}))");

        Assert.Equal(ids.Order(), entries.Select(entry => new Guid((byte[])entry.Attributes["objectGUID"][0])).Order());
        Assert.All(entries, entry =>
        {
            var user = host.Users.Single(u => u.Uuid == new Guid((byte[])entry.Attributes["objectGUID"][0]));
            Assert.Equal((user.SamAccountName, user.UserPrincipalName, user.DisplayName, user.IsEnabled ? "512" : "514"),
                (Text(entry, "sAMAccountName"), Text(entry, "userPrincipalName"), Text(entry, "displayName"), Text(entry, "userAccountControl")));
        });
    }

    [LdapTheory]
    [InlineData("(sAMAccountName=JANE)", "jane")]
    [InlineData("(userPrincipalName=jane@contoso.com)", "jane")]
    [InlineData("(&(objectClass=user)(sAMAccountName=jane))", "jane")]
    [InlineData("(&(displayName=jane d*)(mail=jane@*))", "jane"), InlineData("(&(displayName=*ne D*e)(mail=*ane@con*.com))", "jane")]
    [InlineData("(&(displayName=Jane D*)(mail=john@*))", null), InlineData("(&(displayName=Jane Doe)(!(sAMAccountName=jdoe*)))", "jane")]
    [InlineData("(sAMAccountName=nobody)", null)]
    [InlineData("(sAMAccountName=*)(", "error")]
    [InlineData("(&(sAMAccountName=jane)(userAccountControl:1.2.840.113556.1.4.803:=2))", null)]
    [InlineData("(&(sAMAccountName=jane)(userAccountControl:1.2.840.113556.1.4.803:=512))", "jane")]
    [InlineData("(&(sAMAccountName=jane)(userAccountControl>=513))", null)]
    [InlineData("(&(sAMAccountName=jane)(userAccountControl<=512))", "jane"), InlineData("(sAMAccountName=jane\\2a)", null)]
    public async Task FilterFindsTheMatchingObjects(string filter, string? account)
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host);

        if (account == "error")
        {
            Assert.ThrowsAny<DirectoryException>(() => Search(ldap, filter));
            return;
        }
        Assert.Equal(account is null ? [] : [account], Search(ldap, filter).Select(entry => Text(entry, "sAMAccountName")));
    }

    [LdapFact]
    public async Task SomeUsersAreDisabled()
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host);

        var disabled = Search(ldap, "(&(objectClass=user)(userAccountControl:1.2.840.113556.1.4.803:=2))");

        Assert.Equal(host.Users.Count(user => !user.IsEnabled), disabled.Count);
        Assert.NotEmpty(disabled);
    }

    [LdapFact]
    public async Task DomainReturnsItsNames()
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host);

        var root = Search(ldap, "(objectClass=*)", "", SearchScope.Base).Single();
        var partitions = $"CN=Partitions,{Text(root, "configurationNamingContext")}";
        var crossReference = Search(ldap, "(&(objectClass=crossRef)(nETBIOSName=*))", partitions, SearchScope.OneLevel).Single();

        Assert.Equal(Domain, Text(root, "defaultNamingContext"));
        Assert.Equal(["CONTOSO", "contoso.com", Domain], ((string[])["nETBIOSName", "dnsRoot", "nCName"]).Select(name => Text(crossReference, name)));
        var templates = Search(ldap, "(objectClass=ms-Clm-Profile-Template)", Text(root, "configurationNamingContext"));
        Assert.Equal(host.ProfileTemplates.Select(t => t.Uuid).Order(), templates.Select(t => new Guid((byte[])t.Attributes["objectGUID"][0])).Order());
    }

    [LdapFact]
    public async Task OnlyTheAttributesAskedForAreReturned()
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host);
        var request = new SearchRequest(Domain, "(sAMAccountName=jane)", SearchScope.Subtree, "displayname");

        var entry = ((SearchResponse)ldap.SendRequest(request)).Entries[0];

        Assert.Equal(["displayname"], entry.Attributes.AttributeNames!.Cast<string>().Select(name => name.ToLowerInvariant()));
        Assert.Equal("CN=jane,CN=Users,DC=contoso,DC=com", entry.DistinguishedName);
    }

    [LdapFact]
    public async Task UnknownBaseAndWritesAreRejectedAndTheConnectionStaysOpen()
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host);

        var unknown = Assert.Throws<DirectoryOperationException>(() => Search(ldap, "(cn=*)", "DC=example,DC=com"));
        Assert.Equal(ResultCode.NoSuchObject, unknown.Response.ResultCode);
        var change = new ModifyRequest($"CN=jane,CN=Users,{Domain}", DirectoryAttributeOperation.Replace, "displayName", "John");
        Assert.Equal(ResultCode.UnwillingToPerform, Assert.Throws<DirectoryOperationException>(() => ldap.SendRequest(change)).Response.ResultCode);
        var limited = new SearchRequest(Domain, "(objectClass=user)", SearchScope.Subtree) { SizeLimit = 5 };
        Assert.Equal(5, ((SearchResponse)Assert.Throws<DirectoryOperationException>(() => ldap.SendRequest(limited)).Response).Entries.Count);
        Assert.Single(Search(ldap, "(sAMAccountName=jane)"));
    }

    [LdapFact]
    public async Task UserOfAnotherDomainIsInAChildDomain()
    {
        var (anna, other) = (Guid.NewGuid(), Guid.NewGuid());
        await using var host = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            DirectoryPort = 0,
            Access = new() { Users = new Dictionary<string, Guid> { [@"CONTOSO\an,na"] = anna, [@"emea\an,na"] = other } },
        });
        using var ldap = Connect(host);

        var found = Search(ldap, "(sAMAccountName=an,na)").ToDictionary(entry => new Guid((byte[])entry.Attributes["objectGUID"][0]));
        var domains = Search(ldap, "(nETBIOSName=*)", $"CN=Partitions,CN=Configuration,{Domain}", SearchScope.OneLevel).Select(entry => Text(entry, "nCName"));

        Assert.Equal($@"CN=an\,na,CN=Users,{Domain}", found[anna].DistinguishedName);
        Assert.Equal($@"CN=an\,na,CN=Users,DC=emea,{Domain}", found[other].DistinguishedName);
        Assert.Equal("an,na@emea.contoso.com", Text(found[other], "userPrincipalName"));
        Assert.Equal([Domain, $"DC=emea,{Domain}"], domains.Order(StringComparer.OrdinalIgnoreCase).OrderBy(name => name.Length));
        Assert.Equal(@"EMEA\an,na", host.Users.Single(user => user.Uuid == other).AccountName);
    }

    [LdapFact]
    public async Task ConnectionsAndSearchesAreCountedUntilTheBehaviorIsSet()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { DirectoryPort = 0 });
        using var ldap = Connect(sim.Host);
        Search(ldap, "(sAMAccountName=jane)");
        Search(ldap, "(sAMAccountName=nobody)");

        var activity = await sim.ControlAsync("GET", "directory");
        Assert.Equal((1, 2), ((int)activity!["connections"]!, (int)activity["searches"]!));

        activity = await sim.ControlAsync("PUT", "directory", """{"delayMilliseconds":1}""");
        Assert.Equal((0, 0), ((int)activity!["connections"]!, (int)activity["searches"]!));
        Search(ldap, "(sAMAccountName=jane)");
        Assert.Equal((1, 1), (sim.Host.Directory.DelayMilliseconds, sim.Host.DirectoryActivity.Searches));
    }

    [LdapFact]
    public async Task DeletedUserIsNotFoundUntilItIsRestored()
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host);
        var user = host.Users.First();

        host.Directory = new() { Deleted = [user.Uuid] };
        Assert.Empty(Search(ldap, $"(objectGUID={Escape(user.Uuid)})"));

        host.Directory = new();
        Assert.Single(Search(ldap, $"(objectGUID={Escape(user.Uuid)})"));
    }

    [LdapFact]
    public async Task FailingDirectoryClosesItsConnectionsAfterTheSpecifiedSearches()
    {
        await using var host = await StartAsync();
        host.Directory = new() { FailAfter = 2 };
        using var ldap = Connect(host);
        Search(ldap, "(sAMAccountName=jane)");
        Search(ldap, "(sAMAccountName=jane)");

        Assert.ThrowsAny<DirectoryException>(() => Search(ldap, "(sAMAccountName=jane)"));
        Assert.ThrowsAny<DirectoryException>(() => Connect(host));
        Assert.Equal((2, 2), (host.DirectoryActivity.Connections, host.DirectoryActivity.Searches));
    }

    [LdapFact]
    public async Task SlowDirectoryTakesAtLeastItsDelay()
    {
        await using var host = await StartAsync();
        host.Directory = new() { DelayMilliseconds = 200 };
        using var ldap = Connect(host);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Search(ldap, "(sAMAccountName=jane)");

        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(190));
    }

    [Theory]
    [InlineData("""{"delayMilliseconds":-1}"""), InlineData("""{"failAfter":-1}"""), InlineData("""{"deleted":"x"}"""), InlineData("""{"unknown":1}""")]
    public async Task InvalidBehaviorIsRejected(string body)
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { DirectoryPort = 0 });

        Assert.Equal(400, (await sim.SendControlAsync("PUT", "directory", body)).Status);
    }

    [LdapFact]
    public async Task SimpleBindIsAccepted()
    {
        await using var host = await StartAsync();
        using var ldap = Connect(host, new NetworkCredential("CONTOSO\\jane", "any"), AuthType.Basic);

        Assert.Single(Search(ldap, "(sAMAccountName=jane)"));
    }

    [Fact]
    public async Task ExplicitUserKeepsItsNameAfterAReset()
    {
        var (alice, bob) = (Guid.NewGuid(), Guid.NewGuid());
        await using var host = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            ExplicitRequests = [new() { TargetUserUuid = bob }],
            Access = new() { Users = new Dictionary<string, Guid> { ["alice@CONTOSO.COM"] = alice } },
        });

        host.Reset(requests: 500, seed: 7);

        Assert.Equal("alice", host.Users.Single(user => user.Uuid == alice).SamAccountName);
        Assert.NotEmpty(host.Users.Single(user => user.Uuid == bob).DisplayName);
        Assert.All(host.Requests(), request => Assert.Contains(host.Users, user => user.Uuid == request.TargetUserUuid));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n"), InlineData("0\u0084\u00ff\u00ff\u00ff\u00ff"), InlineData("0\u0003\u0002\u0001"), InlineData("0\u0000")]
    public async Task InvalidLdapClosesItsConnectionOnly(string text)
    {
        await using var host = await StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, host.DirectoryAddress!.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(text.Select(character => (byte)character).ToArray());
            client.Client.Shutdown(SocketShutdown.Send);
            await Eventually.EndsAsync(stream.CopyToAsync(Stream.Null));
        }
        using var next = new TcpClient();
        await next.ConnectAsync(IPAddress.Loopback, host.DirectoryAddress.Port);
        await next.GetStream().WriteAsync(new byte[] { 0x30, 0x0C, 2, 1, 7, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0 });
        var response = new byte[14];
        await Eventually.EndsAsync(next.GetStream().ReadExactlyAsync(response).AsTask());

        Assert.Equal([0x30, 0x0C, 2, 1, 7, 0x61, 7, 0x0A, 1, 0, 4, 0, 4, 0], response);
    }

    [Fact]
    public async Task StateHasTheAddressAndAPortInUseIsReported()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { DirectoryPort = 0 });

        var address = (string)(await sim.ControlAsync("GET", "state"))!["directory"]!;

        Assert.Equal(sim.Host.DirectoryAddress, new Uri(address));
        var error = await Assert.ThrowsAsync<SimulatorStartException>(() =>
            SimulatorHost.StartAsync(new SimulatorOptions { DirectoryPort = sim.Host.DirectoryAddress!.Port }));
        Assert.Contains($"cannot listen on port {sim.Host.DirectoryAddress!.Port}", error.Message);
    }

    private static Task<SimulatorHost> StartAsync() => SimulatorHost.StartAsync(new SimulatorOptions { DirectoryPort = 0 });

    private static LdapConnection Connect(SimulatorHost host, NetworkCredential? credential = null, AuthType type = AuthType.Anonymous)
    {
        var ldap = new LdapConnection(new LdapDirectoryIdentifier("127.0.0.1", host.DirectoryAddress!.Port), credential, type);
        ldap.SessionOptions.ProtocolVersion = 3;
        ldap.Timeout = TimeSpan.FromSeconds(20);
        ldap.Bind();
        return ldap;
    }

    private static List<SearchResultEntry> Search(LdapConnection ldap, string filter, string searchBase = Domain, SearchScope scope = SearchScope.Subtree) =>
        [.. ((SearchResponse)ldap.SendRequest(new SearchRequest(searchBase, filter, scope))).Entries.Cast<SearchResultEntry>()];

    private static string Text(SearchResultEntry entry, string attribute) => (string)entry.Attributes[attribute].GetValues(typeof(string))[0];

    private static string Escape(Guid id) => string.Concat(id.ToByteArray().Select(part => $"\\{part:x2}"));

    /// <summary>The LDAP client of .NET uses the OpenLDAP library on Linux. Without it, the test is skipped.</summary>
    private static string? Missing { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || NativeLibrary.TryLoad("libldap-2.5.so.0", out _)
        || NativeLibrary.TryLoad("libldap.so.2", out _)
        ? null
        : "The simulator's directory was not tested with an LDAP client: libldap is not installed.";

    private sealed class LdapFactAttribute : FactAttribute
    {
        public LdapFactAttribute() => Skip = Missing;
    }

    private sealed class LdapTheoryAttribute : TheoryAttribute
    {
        public LdapTheoryAttribute() => Skip = Missing;
    }
}
