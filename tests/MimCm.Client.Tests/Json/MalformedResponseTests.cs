namespace MimCm.Client.Tests;

/// <summary>Responses that must result in an error.</summary>
public sealed class MalformedResponseTests
{
    private static readonly byte[] Two = Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved);

    [Fact]
    public async Task ListCutAtAnyByteIsAnErrorAfterTheCompleteRequests()
    {
        var first = Two.AsSpan().IndexOf("}\n,"u8) + 1;
        var second = Two.AsSpan().LastIndexOf((byte)'}') + 1;
        for (var length = 0; length < Two.Length; length++)
        {
            var read = await Read.ListAsync(Two[..length]);

            var whole = length >= second ? 2 : length >= first ? 1 : 0;
            Assert.True(read.Failure?.Error == MimCmError.InvalidResponse, $"Cut at {length} of {Two.Length}: {read.Failure?.Message ?? "no error"}");
            Assert.Equal(whole, read.Requests.Count);
            Assert.Contains($" {whole} request(s) were received completely", read.Failure!.Message, StringComparison.Ordinal);
            Assert.Contains(length == 0 ? "is empty" : "is incomplete", read.Failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RequestCutAtAnyByteIsAnError()
    {
        for (var length = 0; length <= Bodies.EnrollApproved.AsSpan().LastIndexOf((byte)'}'); length++)
            Assert.Equal(MimCmError.InvalidResponse, (await Read.OneAsync(Bodies.EnrollApproved[..length], Bodies.Enroll)).Failure?.Error);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("]")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData(",")]
    [InlineData("null")]
    [InlineData("<html></html>")]
    [InlineData("\0")]
    public async Task DataAfterAListIsInvalid(string rest)
    {
        var read = await Read.ListAsync([.. Two, .. rest.Bytes()]);

        Assert.Equal((2, MimCmError.InvalidResponse), (read.Requests.Count, read.Failure?.Error));
        Assert.Contains(" 2 request(s)", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataAfterARequestIsInvalid()
    {
        Assert.Equal(MimCmError.InvalidResponse, (await Read.OneAsync([.. Bodies.EnrollApproved, .. "x"u8], Bodies.Enroll)).Failure?.Error);
        Assert.Equal(MimCmError.InvalidResponse, (await Read.OneAsync([.. Bodies.EnrollApproved, .. Bodies.EnrollApproved], Bodies.Enroll)).Failure?.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \r\n")]
    [InlineData("\uFEFF")]
    public async Task EmptyBodyIsInvalid(string body)
    {
        var list = await Read.ListAsync(body);
        var one = await Read.OneAsync(body.Bytes(), Bodies.Enroll);

        Assert.Equal((MimCmError.InvalidResponse, MimCmError.InvalidResponse), (list.Failure?.Error, one.Failure?.Error));
        Assert.Contains("the response is empty", list.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("\"text\"")]
    [InlineData("[null]")]
    [InlineData("[1]")]
    [InlineData("[[]]")]
    [InlineData("[\"a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\"]")]
    public async Task ValueThatIsNotARequestIsInvalid(string body)
    {
        var read = await Read.ListAsync(body);

        Assert.Equal((0, MimCmError.InvalidResponse), (read.Requests.Count, read.Failure?.Error));
        Assert.Contains("a value that is not a request", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Message":"An error has occurred."}""")]
    [InlineData("""{"Uuid":null}""")]
    [InlineData("""{"Uuid":"00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("""[{"Uuid":"00000000-0000-0000-0000-000000000000"}]""")]
    public async Task RequestWithoutAnIdIsInvalid(string body)
    {
        var read = await Read.ListAsync(body);

        Assert.Equal((0, MimCmError.InvalidResponse), (read.Requests.Count, read.Failure?.Error));
        Assert.Contains("no Uuid", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Uuid", "\"not an id\"")]
    [InlineData("Uuid", "5")]
    [InlineData("RequestType", "\"1\"")]
    [InlineData("Status", "\"Approved\"")]
    [InlineData("Status", "2147483648")]
    [InlineData("Status", "-2147483649")]
    [InlineData("Status", "3.5")]
    [InlineData("Flags", "true")]
    [InlineData("DataCollection", "{}")]
    [InlineData("DataCollection", "\"[]\"")]
    [InlineData("DataCollection", "[1]")]
    [InlineData("DataCollection", "[[]]")]
    [InlineData("DataCollection", "[{\"Name\":1}]")]
    [InlineData("DataCollectionFlags", "[]")]
    [InlineData("TargetUserUuid", "\"\"")]
    [InlineData("Submitted", "1436312181930")]
    [InlineData("Submitted", "\"07/07/2015\"")]
    [InlineData("Submitted", "\"2015-13-01T00:00:00Z\"")]
    [InlineData("Completed", "\"\"")]
    [InlineData("Priority", "256")]
    [InlineData("Priority", "-1")]
    [InlineData("Priority", "\"4\"")]
    [InlineData("Comment", "5")]
    [InlineData("SecurityDescriptor", "[]")]
    [InlineData("IsSmartcard", "1")]
    [InlineData("IsSmartcard", "\"true\"")]
    public async Task ValueOfTheWrongTypeIsInvalidAndTheMessageNamesTheProperty(string property, string json)
    {
        var read = await Read.ListAsync(Bodies.Array(Bodies.UnblockApproved, Bodies.With(property, json)));

        Assert.Equal((Bodies.Unblock, MimCmError.InvalidResponse), (Assert.Single(read.Requests).Uuid, read.Failure?.Error));
        Assert.Contains(property, read.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(" 1 request(s)", read.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    public async Task IncompleteCharacterIsInvalid(string json) =>
        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(Bodies.With("Comment", json))).Failure?.Error);

    [Fact]
    public async Task InvalidUtf8IsInvalid()
    {
        var body = Bodies.With("Comment", "\"?\"");
        body[body.AsSpan().IndexOf((byte)'?')] = 0xFC;

        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(body)).Failure?.Error);
    }

    [Theory]
    [InlineData("{'Uuid':1}")]
    [InlineData("{\"Uuid\":\"a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\",}")]
    [InlineData("[{\"Uuid\":\"a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\"},]")]
    [InlineData("/* */[]")]
    [InlineData("[}")]
    [InlineData("hello")]
    public async Task ContentThatIsNotJsonIsInvalid(string body) =>
        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(body)).Failure?.Error);

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/octet-stream")]
    public async Task OtherContentTypeIsInvalidEvenWithJson(string contentType)
    {
        using var client = Read.Client(Bodies.EnrollApproved, [], contentType);

        var read = await Read.ListAsync(client);

        Assert.Equal((0, MimCmError.InvalidResponse, 200), (read.Requests.Count, read.Failure?.Error, read.Failure?.StatusCode));
        Assert.Contains(contentType.Split(';')[0], read.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public async Task OtherCharsetIsInvalid(string charset)
    {
        using var client = Read.Client(Bodies.EnrollApproved, [], $"application/json; charset={charset}");

        var read = await Read.ListAsync(client);

        Assert.Equal(MimCmError.InvalidResponse, read.Failure?.Error);
        Assert.Contains(charset, read.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HtmlPageWith200IsInvalidWithAnyContentType()
    {
        using var client = Read.Client("<html><body>Sign in</body></html>".Bytes(), [], "application/json");

        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(client)).Failure?.Error);
    }

    [Fact]
    public async Task OtherRequestThanRequestedIsInvalid()
    {
        var read = await Read.OneAsync(Bodies.UnblockApproved, Bodies.Enroll);

        Assert.Equal(MimCmError.InvalidResponse, read.Failure?.Error);
        Assert.Contains(Bodies.EnrollId, read.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(Bodies.UnblockId, read.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoneOrSeveralInsteadOfOneRequestIsInvalid()
    {
        Assert.Equal(MimCmError.InvalidResponse, (await Read.OneAsync("[]"u8.ToArray(), Bodies.Enroll)).Failure?.Error);
        Assert.Equal(MimCmError.InvalidResponse, (await Read.OneAsync(Two, Bodies.Enroll)).Failure?.Error);
    }

    [Fact]
    public async Task LargeRequestIsReadAndATooLargeOneIsInvalid()
    {
        var large = Bodies.With("Comment", $"\"{new string('x', 3_000_000)}\"");
        var huge = Bodies.With("Comment", $"\"{new string('x', 9_000_000)}\"");

        var both = await Read.ListAsync(Bodies.Array(large, large));
        Assert.Null(both.Failure);
        Assert.Equal([3_000_000, 3_000_000], both.Requests.Select(request => request.Comment.Length));
        var read = await Read.ListAsync(Bodies.Array(Bodies.UnblockApproved, huge));
        Assert.Equal((1, MimCmError.InvalidResponse), (read.Requests.Count, read.Failure?.Error));
        Assert.Contains("4 MB", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    public async Task EndlessWhiteSpaceIsNotReadForever(string before)
    {
        var read = await Read.ListAsync(before + new string(' ', 5_000_000));

        Assert.Equal((0, MimCmError.InvalidResponse), (read.Requests.Count, read.Failure?.Error));
        Assert.Contains("4 MB", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedPropertyNameIsInvalidAndNotAnUnknownProperty()
    {
        var body = Bodies.EnrollApproved.ToArray();
        body[body.AsSpan().IndexOf("Status"u8) + 2] = 0xFC;

        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(body)).Failure?.Error);
    }

    [Theory]
    [InlineData("""[{"Name":"a","Name":"b"}]""")]
    [InlineData("""[{"Value":"a","value":null}]""")]
    public async Task DataItemWithADuplicatePropertyIsInvalid(string items) =>
        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(Bodies.With("DataCollection", items))).Failure?.Error);

    [Theory]
    [InlineData(20, true)]
    [InlineData(100, false)]
    [InlineData(100_000, false)]
    public async Task NestedJsonIsSkippedUpToALimit(int depth, bool isRead)
    {
        var deep = string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));

        var read = await Read.ListAsync($$"""[{"Uuid":"{{Bodies.EnrollId}}","Deep":{{deep}}}]""");

        Assert.Equal(isRead ? null : MimCmError.InvalidResponse, read.Failure?.Error);
    }

    [Fact]
    public async Task MessageIsOneReadableLine()
    {
        var messages = new[] { "", "[", "<html>", "{}", "[1]", "\u001b[31m" }.Select(async body => (await Read.ListAsync(body)).Failure!.Message);

        foreach (var message in await Task.WhenAll(messages))
            Assert.DoesNotContain(message, char.IsControl);
    }
}
