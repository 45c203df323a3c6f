using System.Text.Json.Nodes;

namespace MimCm.Client.Tests.Requests;

/// <summary>The creation of a request, also with a lost response. Nothing is sent again unless it certainly did not arrive.</summary>
public sealed class CreateRequestTests
{
    private static readonly Guid Template = new("a039b4d0-5ce8-4eff-8651-181c6576fda3");
    private static readonly Guid Card = new("17cf063d-e337-4aa9-a822-346554ddd3c9");
    private static readonly Guid Target = new("97CC3493-F556-4C9B-9D8B-982434201527");
    private static readonly byte[] Address = Bodies.Load("create-request-enroll.response.json");
    private static readonly Func<ServerCall, Task> Created = Reply.Status(201, Address);
    private static readonly Func<ServerCall, Task> Empty = Reply.NoContent;

    /// <summary>The ways to lose the response of a creation that leave the outcome unknown.</summary>
    public static TheoryData<string> Losses => ["reset", "end", "408", "502", "504", "204", "empty", "cut", "page", "no id", "not json"];

    public static TheoryData<int> RefusalCodes => [400, 401, 403, 404, 409];

    [Fact]
    public async Task CreatesAndReadsTheRequest()
    {
        await using var server = ScriptedServer.Start(Created, Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();

        var result = await client.CreateRequestAsync(new NewRequest { Kind = RequestKind.Enroll, ProfileTemplateUuid = Template });

        Assert.Null(result.LostResponse);
        Assert.Equal(Bodies.Enroll, result.Request.Uuid);
        Assert.Equal(["POST /CertificateManagement/api/v1.0/requests", $"GET /CertificateManagement/api/v1.0/requests/{Bodies.EnrollId}"],
            server.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task SendsTheBodyOfMicrosoftsEnrollExample() =>
        await AssertBodyAsync("create-request-enroll.request.json", new NewRequest { Kind = RequestKind.Enroll, ProfileTemplateUuid = Template });

    [Fact]
    public async Task SendsTheBodyOfMicrosoftsUnblockExample() =>
        await AssertBodyAsync("create-request-unblock.request.json", new NewRequest { Kind = RequestKind.Unblock, SmartcardUuid = Card });

    [Fact]
    public async Task SendsTheBodyOfMicrosoftsFullExampleWithThePriorityAsANumber()
    {
        var expected = JsonNode.Parse(Bodies.Load("create-request-full.request.json"))!.AsObject();
        expected["priority"] = 4;
        expected["profiletemplateuuid"] = expected["profiletemplateuuid"]!.GetValue<string>().ToLowerInvariant();
        expected["target"] = expected["target"]!.GetValue<string>().ToLowerInvariant();

        var sent = await SendAsync(new NewRequest
        {
            Kind = RequestKind.Enroll,
            ProfileTemplateUuid = new Guid("97CD65FA-AF4B-4587-9309-0DD6BFD8B4E1"),
            TargetUserUuid = Target,
            DataCollection = [new("name", "pavle"), new("city", "seattle")],
            Comment = "LALALALA",
            Priority = 4,
        });

        Assert.True(JsonNode.DeepEquals(expected, sent), sent.ToString());
    }

    [Fact]
    public async Task SendsEveryKindByItsDocumentedName()
    {
        string[] documented =
            ["Enroll", "Duplicate", "OfflineUnblock", "OnlineUpdate", "Renew", "Recover", "RecoverOnBehalf", "Reinstate", "Retire", "Revoke",
                "TemporaryCards", "Unblock"];

        Assert.Equal(documented, Enum.GetNames(typeof(RequestKind)));
        foreach (var kind in Enum.GetValues(typeof(RequestKind)).Cast<RequestKind>())
            Assert.Equal($"{kind}", (string?)(await SendAsync(new NewRequest { Kind = kind, SmartcardUuid = Card }))["type"]);
    }

    [Theory]
    [InlineData("\"api/v1.0/requests/a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\"")]
    [InlineData("\"/CertificateManagement/api/v1.0/requests/A9B4B42C-CC50-4C9B-89D1-BBC0BCD5A099\"")]
    [InlineData("\"https://cm.contoso.com/CM/api/v1.0/requests/a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099/\"")]
    [InlineData("\"a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\"")]
    [InlineData("\"tenants/11111111-2222-3333-4444-555555555555/requests/a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\"")]
    public async Task ReadsTheIdAtTheEndOfAnyFormOfAddress(string body)
    {
        await using var server = ScriptedServer.Start(Reply.Status(201, body), Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();

        Assert.Equal(Bodies.Enroll, (await client.CreateRequestAsync(Enroll())).Request.Uuid);
    }

    [Fact]
    public async Task ReportsTheIdOfACreatedRequestThatCannotBeRead()
    {
        await using var server = ScriptedServer.Start(Created, Reply.Status(403));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));

        Assert.Equal((MimCmError.CreatedUnread, Bodies.Enroll), (failure.Error, failure.RequestId));
        Assert.False(failure.IsUnchanged);
    }

    [Theory]
    [MemberData(nameof(RefusalCodes))]
    public async Task ReportsARefusalWithoutReadingTheList(int code)
    {
        await using var server = ScriptedServer.Start(Reply.Status(code));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));

        Assert.Equal(code, failure.StatusCode);
        Assert.True(failure.IsUnchanged);
        Assert.Single(server.Calls);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task FindsTheCreatedRequestInTheListAfterALostResponse(string loss)
    {
        var list = new CreationServer(loss) { Listed = [New(Bodies.Id(1))] };
        await using var server = list.Start();
        using var client = server.Client();

        var result = await client.CreateRequestAsync(Enroll());

        Assert.NotNull(result.LostResponse);
        Assert.Equal(Bodies.Id(1), result.Request.Uuid);
        Assert.Single(server.Calls, call => call.Method == "POST");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task DoesNotKnowTheOutcomeIfTheListShowsNoNewRequest(string loss)
    {
        var list = new CreationServer(loss) { Listed = [Old(Bodies.Id(1)), Other(Bodies.Id(2))] };
        await using var server = list.Start();
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));

        Assert.Equal(MimCmError.OutcomeUnknown, failure.Error);
        Assert.False(failure.IsUnchanged);
        Assert.Empty(failure.Candidates);
        Assert.Contains("No new open request matches it", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Calls, call => call.Method == "POST");
    }

    [Fact]
    public async Task ReportsTheCandidatesIfTheListShowsSeveralNewRequests()
    {
        var list = new CreationServer("reset") { Listed = [New(Bodies.Id(1)), New(Bodies.Id(2)), Old(Bodies.Id(3))] };
        await using var server = list.Start();
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));

        Assert.Equal(MimCmError.OutcomeUnknown, failure.Error);
        Assert.Equal([Bodies.Id(1), Bodies.Id(2)], failure.Candidates.Select(one => one.Uuid));
        Assert.Contains($"{Bodies.Id(1)}, {Bodies.Id(2)}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DoesNotKnowTheOutcomeIfTheListCannotBeRead()
    {
        await using var server = ScriptedServer.Start(Reply.Reset, Reply.Status(403));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));

        Assert.Equal(MimCmError.OutcomeUnknown, failure.Error);
    }

    [Theory]
    [InlineData(429, MimCmError.ServerBusy)]
    [InlineData(503, MimCmError.ServerBusy)]
    [InlineData(500, MimCmError.ServerError)]
    public async Task ReportsAServerErrorIfTheListShowsThatNothingWasCreated(int code, MimCmError error)
    {
        var none = new CreationServer($"{code}");
        await using var server = none.Start();
        using var client = server.Client();
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));
        Assert.Equal((error, true), (failure.Error, failure.IsUnchanged));
        Assert.Single(server.Calls, call => call.Method == "POST");

        var one = new CreationServer($"{code}") { Listed = [New(Bodies.Id(1))] };
        await using var second = one.Start();
        using var other = second.Client();
        Assert.Equal(Bodies.Id(1), (await other.CreateRequestAsync(Enroll())).Request.Uuid);
    }

    [Fact]
    public async Task DoesNotMatchARequestThatItHasReported()
    {
        var list = new CreationServer("reset", afterSuccesses: 1) { Listed = [New(Bodies.Enroll)] };
        await using var server = list.Start();
        using var client = server.Client();

        await client.CreateRequestAsync(Enroll());
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));

        Assert.Equal(MimCmError.OutcomeUnknown, failure.Error);
    }

    [Fact]
    public async Task DoesNotMatchARequestThatItHasFound()
    {
        var list = new CreationServer("reset") { Listed = [New(Bodies.Id(1))] };
        await using var server = list.Start();
        using var client = server.Client();

        Assert.Equal(Bodies.Id(1), (await client.CreateRequestAsync(Enroll())).Request.Uuid);
        var failure = await Assert.ThrowsAsync<MimCmException>(() => client.CreateRequestAsync(Enroll()));

        Assert.Equal(MimCmError.OutcomeUnknown, failure.Error);
        Assert.Empty(failure.Candidates);
    }

    [Fact]
    public async Task MakesIndistinguishableCreationsOneAfterTheOther()
    {
        var other = new NewRequest { Kind = RequestKind.Enroll, ProfileTemplateUuid = Guid.NewGuid() };
        var hasOtherCome = new TaskCompletionSource();
        var inProgress = 0;
        var most = 0;
        await using var server = ScriptedServer.Always(async call =>
        {
            if (call.Method != "POST")
            {
                await Reply.Json(Bodies.EnrollApproved)(call);
                return;
            }

            if (call.Body.Text().Contains($"{other.ProfileTemplateUuid}", StringComparison.Ordinal))
            {
                hasOtherCome.SetResult();
            }
            else
            {
                // When the last creation has arrived, others that need not wait would have arrived, too.
                most = Math.Max(most, Interlocked.Increment(ref inProgress));
                await hasOtherCome.Task;
                Interlocked.Decrement(ref inProgress);
            }

            await Created(call);
        });
        using var client = server.Client();

        var creations = Enumerable.Range(0, 5).Select(_ => client.CreateRequestAsync(Enroll())).ToList();
        await Eventually.TrueAsync(() => server.Calls.Count > 0);
        creations.Add(client.CreateRequestAsync(other));
        await Task.WhenAll(creations);

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task SendsAgainWhileTheServerRefusesTheConnection()
    {
        var stopped = ScriptedServer.Start();
        using var client = stopped.Client(options => options.MaximumRetryCount = 2);
        await stopped.DisposeAsync();
        var exchanges = new List<HttpExchange>();
        using var observed = client.WithExchangeObserver(exchanges.Add);

        var failure = await Assert.ThrowsAsync<MimCmException>(() => observed.CreateRequestAsync(Enroll()));

        Assert.Equal(MimCmError.ConnectionFailed, failure.Error);
        Assert.True(failure.IsUnchanged);
        Assert.All(exchanges, exchange => Assert.Equal("POST", exchange.Method));
        Assert.Equal([false, true, false, true, false], exchanges.Select(exchange => exchange.RetryIn is not null));
    }

    [Fact]
    public async Task RejectsNeitherOrBothOfTemplateAndSmartcard()
    {
        await using var server = ScriptedServer.Start();
        using var client = server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.CreateRequestAsync(new NewRequest { Kind = RequestKind.Enroll }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.CreateRequestAsync(new NewRequest { Kind = RequestKind.Enroll, ProfileTemplateUuid = Guid.Empty }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.CreateRequestAsync(new NewRequest { Kind = RequestKind.Retire, ProfileTemplateUuid = Template, SmartcardUuid = Card }));
        await Assert.ThrowsAsync<ArgumentException>(() => client.CreateRequestAsync(new NewRequest { Kind = (RequestKind)1, SmartcardUuid = Card }));
    }

    private static NewRequest Enroll() => new() { Kind = RequestKind.Enroll, ProfileTemplateUuid = Template };

    private static byte[] New(Guid id) => Bodies.Request(id).With("Submitted", $"\"{DateTime.UtcNow.AddSeconds(1):yyyy-MM-ddTHH:mm:ss.fffZ}\"");

    private static byte[] Old(Guid id) => Bodies.Request(id).With("Submitted", $"\"{DateTime.UtcNow.AddMinutes(-10):yyyy-MM-ddTHH:mm:ss.fffZ}\"");

    private static byte[] Other(Guid id) => New(id).With("RequestType", "3");

    private static async Task AssertBodyAsync(string example, NewRequest request)
    {
        var sent = await SendAsync(request);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Bodies.Load(example)), sent), sent.ToString());
    }

    private static async Task<JsonObject> SendAsync(NewRequest request)
    {
        await using var server = ScriptedServer.Start(Created, Reply.Json(Bodies.EnrollApproved));
        using var client = server.Client();
        await client.CreateRequestAsync(request);
        Assert.Equal("application/json", server.Calls[0].Header("Content-Type")!.Split(';')[0]);
        return JsonNode.Parse(server.Calls[0].Body)!.AsObject();
    }

    /// <summary>A server that loses the response of a creation and then lists open requests.</summary>
    private sealed class CreationServer(string loss, int afterSuccesses = 0)
    {
        private int _creations;

        public byte[][] Listed { get; init; } = [];

        public ScriptedServer Start() => ScriptedServer.Always(AnswerAsync);

        private Task AnswerAsync(ServerCall call)
        {
            if (call.Method == "POST")
                return (++_creations <= afterSuccesses ? Created : Lose())(call);

            if (call.Target.EndsWith(Bodies.EnrollId, StringComparison.Ordinal))
                return Reply.Json(Bodies.EnrollApproved)(call);

            // Every request of these tests is approved, so the lists of the other open statuses are empty.
            return (Listed.Length > 0 && call.Target.Contains("status=Approved", StringComparison.Ordinal) ? Reply.Json(Bodies.Array(Listed)) : Empty)(call);
        }

        private Func<ServerCall, Task> Lose() => loss switch
        {
            "reset" => Reply.Reset,
            "end" => Reply.Close,
            "empty" => Reply.Status(201, ""),
            "cut" => Reply.Cut(Address, 12),
            "page" => Reply.Status(200, "<html>Sign in</html>", "Content-Type: text/html"),
            "no id" => Reply.Status(201, "\"api/v1.0/requests/\""),
            "not json" => Reply.Status(201, "created"),
            _ => Reply.Status(int.Parse(loss, System.Globalization.CultureInfo.InvariantCulture)),
        };
    }
}
