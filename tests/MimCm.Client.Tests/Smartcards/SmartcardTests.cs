namespace MimCm.Client.Tests.Smartcards;

/// <summary>Smart cards, profiles, certificates and operations, read from Microsoft's example bodies.</summary>
public sealed class SmartcardTests
{
    private static readonly Guid Card = new("438d1b30-f3b4-4bed-85fa-285e08605ba7");
    private static readonly Guid CardId = new("d1ef6869-5517-42a0-8f05-16ca1a0b834d");
    private static readonly Guid ProfileId = new("c0dd5c7d-ec35-4346-baca-3ad711e9722f");
    private static readonly byte[] CardBody = Bodies.Load("smartcard-by-cardid.response.json");
    private static readonly byte[] ProfileBody = Bodies.Load("profiles-active.response.json");
    private static readonly Func<ServerCall, Task> Missing = Reply.Status(404, """{"Message":"No HTTP resource was found that matches the request URI."}""");

    [Fact]
    public async Task ReadsEveryPropertyOfASmartcard()
    {
        var card = await ReadAsync(CardBody, client => client.Smartcards.GetAsync(Card));

        Assert.Equal(Card, card.Uuid);
        Assert.Equal((SmartcardStatus.Active, SmartcardFlags.Primary), (card.Status, card.Flags));
        Assert.Equal((null, null, null), (card.ParentSmartcardUuid, card.PrimarySmartcardUuid, card.PermanentSmartcardUuid));
        Assert.Equal(new Guid("8f1590dc-d932-4b66-8e68-2e91c5880780"), card.AssignedUserUuid);
        Assert.Equal(new Guid("a039b4d0-5ce8-4eff-8651-181c6576fda3"), card.ProfileTemplateUuid);
        Assert.Equal((46, "", "MSBaseCSP"), (card.ProfileTemplateVersion, card.Comment, card.Middleware));
        Assert.Equal(("{d1ef6869-5517-42a0-8f05-16ca1a0b834d}", "3b8d0180fba000000397425446590301c8"), (card.SerialNumber, card.Atr));
        Assert.Equal(CardId, card.CardId);
        Assert.Null(card.RequestUuid);
    }

    [Theory]
    [InlineData("smartcard-by-uuid.response.json", SmartcardStatus.Assigned)]
    [InlineData("smartcard-retired.response.json", SmartcardStatus.Retired)]
    public async Task NamesTheStatusesOfTheExamples(string example, SmartcardStatus status)
    {
        var card = await ReadAsync(Bodies.Load(example), client => client.Smartcards.GetAsync(new Guid("17cf063d-e337-4aa9-a822-346554ddd3c9")));

        Assert.Equal(status, card.Status);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(99)]
    public async Task KeepsStatusesWithoutAPublishedNameAsNumbers(int number)
    {
        var card = await ReadAsync(CardBody.With("Status", $"{number}"), client => client.Smartcards.GetAsync(Card));

        Assert.Equal($"{number}", card.Status.ToString());
    }

    [Fact]
    public async Task KeepsFlagsWithoutAPublishedName()
    {
        var card = await ReadAsync(CardBody.With("Flags", "257"), client => client.Smartcards.GetAsync(Card));

        Assert.Equal(257, (int)card.Flags);
    }

    [Fact]
    public async Task HasNoCardIdIfTheSerialNumberIsNotAGuid()
    {
        var card = await ReadAsync(CardBody.With("SerialNumber", "\"0123456789ABCDEF\""), client => client.Smartcards.GetAsync(Card));

        Assert.Equal(("0123456789ABCDEF", null), (card.SerialNumber, card.CardId));
    }

    [Fact]
    public async Task AcceptsAnArrayAndASingleObjectAlike()
    {
        foreach (var body in new[] { CardBody, Bodies.Array(CardBody) })
        {
            Assert.Equal(Card, (await ReadAsync(body, client => client.Smartcards.GetAsync(Card))).Uuid);
            Assert.Equal(Card, Assert.Single(await ReadAsync(body, client => client.Smartcards.FindAsync(CardId))).Uuid);
            Assert.Equal(Card, Assert.Single(await ReadAsync(body, client => ToListAsync(client.Smartcards.ListAsync()))).Uuid);
        }
    }

    [Fact]
    public async Task CallsTheDocumentedAddresses()
    {
        await using var server = ScriptedServer.Always(Reply.NoContent);
        using var client = server.Client();
        var root = "GET /CertificateManagement/api/v1.0/";

        await ToListAsync(client.Smartcards.ListAsync());
        await Assert.ThrowsAsync<MimCmException>(() => client.Smartcards.GetAsync(Card));
        await Assert.ThrowsAsync<MimCmException>(() => client.Smartcards.FindAsync(CardId));
        await ToListAsync(client.Smartcards.ListCertificatesAsync(Card));
        await ToListAsync(client.Smartcards.ListOperationsAsync(Card));
        await ToListAsync(client.Profiles.ListAsync());
        await Assert.ThrowsAsync<MimCmException>(() => client.Profiles.GetAsync(ProfileId));
        await ToListAsync(client.Profiles.ListByRequestAsync(Bodies.Enroll));
        await ToListAsync(client.Profiles.ListCertificatesAsync(ProfileId));
        await ToListAsync(client.Profiles.ListOperationsAsync(ProfileId));
        await ToListAsync(client.Certificates.ListAsync());

        Assert.Equal(
            [
                $"{root}smartcards",
                $"{root}smartcards/{Card}",
                $"{root}smartcards?cardid={CardId}",
                $"{root}smartcards/{Card}/certificates",
                $"{root}smartcards/{Card}/operations",
                $"{root}profiles",
                $"{root}profiles/{ProfileId}",
                $"{root}requests/{Bodies.EnrollId}/profiles",
                $"{root}profiles/{ProfileId}/certificates",
                $"{root}profiles/{ProfileId}/operations",
                $"{root}certificates",
            ],
            server.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task RejectsAnotherSmartcardThanRequested()
    {
        var failure = await FailAsync(Reply.Json(CardBody), client => client.Smartcards.GetAsync(Bodies.Id(1)));
        var byCardId = await FailAsync(Reply.Json(CardBody), client => client.Smartcards.FindAsync(Bodies.Id(1)));

        Assert.Equal((MimCmError.InvalidResponse, MimCmError.InvalidResponse), (failure.Error, byCardId.Error));
    }

    [Fact]
    public async Task ReportsAnUnknownSmartcard()
    {
        Assert.Equal(MimCmError.SmartcardNotFound, (await FailAsync(Reply.NoContent, client => client.Smartcards.GetAsync(Card))).Error);
        Assert.Equal(MimCmError.SmartcardNotFound, (await FailAsync(Reply.NoContent, client => client.Smartcards.FindAsync(CardId))).Error);
        Assert.Equal(MimCmError.ProfileNotFound, (await FailAsync(Reply.NoContent, client => client.Profiles.GetAsync(ProfileId))).Error);
    }

    [Fact]
    public async Task DistinguishesAMissingRouteFromAnUnknownSmartcard()
    {
        Func<ServerCall, Task> lacksCards = call => (call.Target.Contains("smartcards", StringComparison.Ordinal) ? Missing : Reply.NoContent)(call);
        Func<ServerCall, Task> lacksApi = Missing;
        Func<ServerCall, Task> lacksCard = call => (call.Target.Contains(Card.ToString(), StringComparison.Ordinal) ? Missing : Reply.NoContent)(call);

        Assert.Equal(MimCmError.RouteMissing, (await FailAsync(lacksCards, client => client.Smartcards.GetAsync(Card))).Error);
        Assert.Equal(MimCmError.RouteMissing, (await FailAsync(lacksCards, client => client.Smartcards.FindAsync(CardId))).Error);
        Assert.Equal(MimCmError.RouteMissing, (await FailAsync(lacksCards, client => ToListAsync(client.Smartcards.ListAsync()))).Error);
        Assert.Equal(MimCmError.RouteMissing, (await FailAsync(lacksCards, client => ToListAsync(client.Smartcards.ListOperationsAsync(Card)))).Error);
        Assert.Equal(MimCmError.ApiDisabled, (await FailAsync(lacksApi, client => client.Smartcards.GetAsync(Card))).Error);
        Assert.Equal(MimCmError.ApiDisabled, (await FailAsync(lacksApi, client => ToListAsync(client.Smartcards.ListAsync()))).Error);
        Assert.Equal(MimCmError.SmartcardNotFound, (await FailAsync(lacksCard, client => client.Smartcards.GetAsync(Card))).Error);
        Assert.Equal(MimCmError.SmartcardNotFound, (await FailAsync(lacksCard, client => ToListAsync(client.Smartcards.ListCertificatesAsync(Card)))).Error);
    }

    [Fact]
    public async Task ReadsTheProfilesOfMicrosoftsExample()
    {
        var profiles = await ReadAsync(ProfileBody, client => ToListAsync(client.Profiles.ListAsync()));

        var profile = profiles[0];
        Assert.Equal((ProfileId, ProfileStatus.Active, ProfileFlags.Primary), (profile.Uuid, profile.Status, profile.Flags));
        Assert.Equal((new Guid("1c9e2606-fea2-4048-a6ac-b014e54c22df"), null), (profile.ParentProfileUuid, profile.PrimaryProfileUuid));
        Assert.Equal(["renew", "disable", "recover"], profile.ProfileOperations);
    }

    [Fact]
    public async Task SetsTheRequestOrSmartcardThatAnItemWasFoundBy()
    {
        var profiles = await ReadAsync(ProfileBody, client => ToListAsync(client.Profiles.ListByRequestAsync(Bodies.Enroll)));
        var certificates = await ReadAsync(Bodies.Load("smartcard-certificates.response.json"),
            client => ToListAsync(client.Smartcards.ListCertificatesAsync(Card)));

        Assert.All(profiles, profile => Assert.Equal(Bodies.Enroll, profile.RequestUuid));
        Assert.Equal(4, certificates.Count);
        Assert.All(certificates, certificate => Assert.Equal((Card, null), (certificate.SmartcardUuid, certificate.ProfileUuid)));
        Assert.All(certificates, certificate => Assert.Equal((null, null, null), (certificate.NotAfter, certificate.IsExpired, certificate.Status)));
    }

    [Fact]
    public async Task ReadsDatesWithoutAZoneAsUtc()
    {
        var certificates = await ReadAsync(Bodies.Load("certificates.response.json"), client => ToListAsync(client.Certificates.ListAsync()));

        var certificate = certificates[0];
        Assert.Equal(new DateTime(2016, 7, 13, 9, 10, 31, DateTimeKind.Utc), certificate.NotAfter!.Value.ToUniversalTime());
        Assert.Equal((DateTimeKind.Local, true, 0), (certificate.NotAfter.Value.Kind, certificate.IsExpired, certificate.Status));
        Assert.Equal(("CORP\\Administrator", "WIN-TRUR24L4CFS.corp.cmteam.com\\corp-WIN-TRUR24L4CFS-CA"), (certificate.RequesterName, certificate.Issuer));
    }

    [Fact]
    public async Task ReadsOperationsWithTheirKindOfRequest()
    {
        var operations = await ReadAsync(Bodies.Load("smartcard-operations.response.json"), client => ToListAsync(client.Smartcards.ListOperationsAsync(Card)));
        var others = await ReadAsync("""["disable","OnlineUpdate","defenestrate","renew,retire"]""".Bytes(),
            client => ToListAsync(client.Profiles.ListOperationsAsync(ProfileId)));

        Assert.Equal(["renew", "unblock", "retire"], operations.Select(one => one.Operation));
        Assert.Equal([RequestKind.Renew, RequestKind.Unblock, RequestKind.Retire], operations.Select(one => one.Type!.Value));
        Assert.All(operations, one => Assert.Equal((Card, null), (one.SmartcardUuid, one.ProfileUuid)));
        Assert.Equal([RequestKind.Revoke, RequestKind.OnlineUpdate, null, null], others.Select(one => one.Type));
    }

    [Theory]
    [InlineData("""{"Uuid":"438d1b30-f3b4-4bed-85fa-285e08605ba7","Status":"Active"}""")]
    [InlineData("""{"Uuid":"438d1b30-f3b4-4bed-85fa-285e08605ba7","AssignedUserUuid":"nobody"}""")]
    [InlineData("""{"Status":3}""")]
    [InlineData("""["a card"]""")]
    [InlineData("{\"Uuid\":\"438d1b30-f3b4-4bed-85fa-285e08605ba7\"")]
    public async Task ReportsDamagedResponses(string body)
    {
        var failure = await FailAsync(Reply.Json(body), client => client.Smartcards.GetAsync(Card));

        Assert.Equal(MimCmError.InvalidResponse, failure.Error);
    }

    [Fact]
    public async Task ToleratesMissingAndUnknownPropertiesAndNamesInAnyCase()
    {
        var card = await ReadAsync("""{"uuid":"438D1B30-F3B4-4BED-85FA-285E08605BA7","STATUS":3,"New":[1]}""".Bytes(),
            client => client.Smartcards.GetAsync(Card));

        Assert.Equal((SmartcardStatus.Active, "", ""), (card.Status, card.SerialNumber, card.Comment));
    }

    [Fact]
    public async Task RejectsTheAllZeroIdBeforeAnyCall()
    {
        await using var server = ScriptedServer.Start();
        using var client = server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.Smartcards.GetAsync(Guid.Empty));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Smartcards.FindAsync(Guid.Empty));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Profiles.GetAsync(Guid.Empty));
        Assert.Throws<ArgumentException>(() => client.Smartcards.ListOperationsAsync(Guid.Empty));
        Assert.Throws<ArgumentException>(() => client.Profiles.ListCertificatesAsync(Guid.Empty));
        Assert.Throws<ArgumentException>(() => client.Profiles.ListByRequestAsync(Guid.Empty));
    }

    private static async Task<T> ReadAsync<T>(byte[] body, Func<MimCmClient, Task<T>> read)
    {
        await using var server = ScriptedServer.Start(Reply.Json(body));
        using var client = server.Client();
        return await read(client);
    }

    private static async Task<MimCmException> FailAsync<T>(Func<ServerCall, Task> answer, Func<MimCmClient, Task<T>> read)
    {
        await using var server = ScriptedServer.Always(answer);
        using var client = server.Client();
        return await Assert.ThrowsAsync<MimCmException>(() => read(client));
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);

        return list;
    }
}
