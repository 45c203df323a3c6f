using System.Text.Json;

namespace MimCm.Client.Tests;

/// <summary>Deviations from Microsoft's format that are accepted.</summary>
public sealed class LenientParsingTests
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];
    private static readonly JsonSerializerOptions Plain = new();

    public static TheoryData<string> Cases => ["upper", "lower", "camel"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task PropertyNamesMayBeInAnyCase(string letters)
    {
        using var example = JsonDocument.Parse(Bodies.UnblockApproved);
        var text = Bodies.UnblockApproved.Text();
        foreach (var name in example.RootElement.EnumerateObject().Select(property => property.Name).Concat(["Name", "Value"]))
        {
            var other = letters switch
            {
                "upper" => name.ToUpperInvariant(),
                "lower" => name.ToLowerInvariant(),
                _ => char.ToLowerInvariant(name[0]) + name.Substring(1),
            };
            text = text.Replace($"\"{name}\":", $"\"{other}\":", StringComparison.Ordinal);
        }

        Assert.Equal(Shape(Bodies.UnblockApproved), Shape((await Read.ListAsync(text)).Single));
    }

    [Fact]
    public async Task PropertyNamesMayBeEscaped()
    {
        var text = Bodies.EnrollApproved.Text().Replace("\"Uuid\"", "\"\\u0055uid\"", StringComparison.Ordinal).Replace("\"Status\"",
            "\"Stat\\u0075s\"", StringComparison.Ordinal);

        Assert.Equal(Shape(Bodies.EnrollApproved), Shape((await Read.ListAsync(text)).Single));
    }

    [Fact]
    public async Task PropertiesMayComeInAnyOrder()
    {
        using var example = JsonDocument.Parse(Bodies.UnblockApproved);
        var reversed = example.RootElement.EnumerateObject().Reverse().Select(property => $"\"{property.Name}\":{property.Value.GetRawText()}");

        Assert.Equal(Shape(Bodies.UnblockApproved), Shape((await Read.ListAsync($"{{{string.Join(",", reversed)}}}")).Single));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"Uuid\":\"no\",\"deep\":[[[{}]]]}")]
    [InlineData("[{\"Status\":\"no\"}]")]
    public async Task UnknownPropertiesAreSkipped(string value)
    {
        var text = Bodies.EnrollApproved.Text();
        text = text.Insert(text.IndexOf("\"Status\"", StringComparison.Ordinal), $"\"Stat\":{value},\"Statuses\":{value},");

        Assert.Equal(Shape(Bodies.EnrollApproved), Shape((await Read.ListAsync(text)).Single));
    }

    [Fact]
    public async Task RequestWithOnlyAnIdIsRead()
    {
        var request = (await Read.ListAsync($$"""{"Uuid":"{{Bodies.EnrollId}}"}""")).Single;

        Assert.Equal((Bodies.Enroll, RequestType.None, RequestStatus.None), (request.Uuid, request.RequestType, request.Status));
        Assert.Equal(("", "", 0), (request.Comment, request.SecurityDescriptor, request.Priority));
        Assert.Empty(request.DataCollection);
        Assert.Null(request.Completed);
        Assert.Null(request.NewProfileUuid);
    }

    [Fact]
    public async Task NullIsTheSameAsMissing()
    {
        using var example = JsonDocument.Parse(Bodies.UnblockApproved);
        var nulls = example.RootElement.EnumerateObject().Where(property => property.Name != "Uuid").Select(property => $"\"{property.Name}\":null");

        var request = (await Read.ListAsync($$"""{"Uuid":"{{Bodies.EnrollId}}",{{string.Join(",", nulls)}}}""")).Single;

        Assert.Equal(Shape((await Read.ListAsync($$"""{"Uuid":"{{Bodies.EnrollId}}"}""")).Single), Shape(request));
    }

    [Theory]
    [InlineData("Status", "8")]
    [InlineData("status", "3")]
    [InlineData("UUID", "\"0c96d73f-967b-420e-854a-43ad2a1504bc\"")]
    public async Task DuplicatePropertyIsInvalid(string name, string value)
    {
        var read = await Read.ListAsync(Bodies.EnrollApproved.Text().Replace("\"Comment\"", $"\"{name}\":{value},\"Comment\"", StringComparison.Ordinal));

        Assert.Equal(MimCmError.InvalidResponse, read.Failure!.Error);
        Assert.Contains("twice", read.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(read.Requests);
    }

    [Fact]
    public async Task ByteOrderMarkIsSkippedHoweverItIsSplit()
    {
        byte[] body = [.. Mark, .. Bodies.EnrollApproved];

        for (var split = 0; split <= 5; split++)
            Assert.Equal(Shape(Bodies.EnrollApproved), Shape((await Read.ListAsync(body, split)).Single));

        Assert.Equal(Shape(Bodies.EnrollApproved), Shape((await Read.ListAsync(body, 1, 2, 3, 4)).Single));
    }

    [Fact]
    public async Task ByteOrderMarkBeforeAnEmptyListIsSkipped()
    {
        var read = await Read.ListAsync([.. Mark, .. "[]"u8]);

        Assert.Equal((0, null), (read.Requests.Count, read.Failure));
    }

    [Fact]
    public async Task SingleObjectIsReadAsAListOfOne() =>
        Assert.Equal(Shape(Bodies.EnrollApproved), Shape((await Read.ListAsync(Bodies.EnrollApproved)).Single));

    [Fact]
    public async Task ListOfOneIsReadAsTheRequest() =>
        Assert.Equal(Shape(Bodies.EnrollApproved), Shape((await Read.OneAsync(Bodies.Array(Bodies.EnrollApproved), Bodies.Enroll)).Single));

    [Fact]
    public async Task EmptyListReturnsNothing()
    {
        foreach (var body in new[] { "[]", " [ ] ", "\r\n[\r\n]\r\n" })
        {
            var read = await Read.ListAsync(body);
            Assert.Equal((0, null), (read.Requests.Count, read.Failure));
        }
    }

    [Fact]
    public async Task BodySplitAtAnyByteIsReadTheSame()
    {
        var body = Bodies.Array(Bodies.UnblockApproved, Bodies.With("Comment", "\"Grüße \\u00e4\\ud83d\\ude00\""));
        var whole = (await Read.ListAsync(body)).Requests.Select(Shape).ToArray();
        Assert.Equal(2, whole.Length);

        for (var split = 1; split < body.Length; split++)
        {
            var read = await Read.ListAsync(body, split);
            Assert.Null(read.Failure);
            Assert.Equal(whole, read.Requests.Select(Shape));
        }
    }

    [Fact]
    public async Task BodyReceivedByteByByteIsReadTheSame()
    {
        byte[] body = [.. Mark, .. Bodies.Array(Bodies.UnblockApproved, Bodies.EnrollCompleted)];

        var read = await Read.ListAsync(body, [.. Enumerable.Range(1, body.Length)]);

        Assert.Null(read.Failure);
        Assert.Equal([Shape(Bodies.UnblockApproved), Shape(Bodies.EnrollCompleted)], read.Requests.Select(Shape));
    }

    [Fact]
    public async Task BodiesOfAnyFormatSplitAnywhereAreReadTheSame()
    {
        // With a seed, so that a failure can be repeated.
        var random = new Random(20150707);
        for (var round = 0; round < 300; round++)
        {
            var ids = Enumerable.Range(0, random.Next(0, 20)).Select(_ => Guid.NewGuid()).ToArray();
            var body = Bodies.Array([.. ids.Select(id => Bodies.Request(id).With("Comment", $"\"{new string('x', random.Next(0, 9000))}\""))]);
            var splits = Enumerable.Range(0, random.Next(0, 30)).Select(_ => random.Next(1, body.Length + 1)).Order().ToArray();

            var read = await Read.ListAsync(body, splits);

            Assert.Null(read.Failure);
            Assert.Equal(ids, read.Requests.Select(request => request.Uuid));
        }
    }

    [Theory]
    [InlineData("\"Grüße aus Köln\"", "Grüße aus Köln")]
    [InlineData("\"\\u0047r\\u00fc\\u00DFe\"", "Grüße")]
    [InlineData("\"\\\"quoted\\\" \\\\ \\/ \\b\\f\\n\\r\\t\"", "\"quoted\" \\ / \b\f\n\r\t")]
    [InlineData("\"😀 \\ud83d\\ude00 日本\"", "😀 😀 日本")]
    [InlineData("\"a\\u0000b\"", "a\0b")]
    [InlineData("\"\"", "")]
    public async Task TextIsReadUnchanged(string json, string text) =>
        Assert.Equal(text, (await Read.ListAsync(Bodies.With("Comment", json))).Single.Comment);

    [Theory]
    [InlineData("\"O:AD:\\u0000\\u0000\"", "O:AD:")]
    [InlineData("\"O:A\\u0000D:\"", "O:A\0D:")]
    [InlineData("\"\\u0000\"", "")]
    [InlineData("\"O:AD:\"", "O:AD:")]
    public async Task OnlyTrailingNulsOfASecurityDescriptorAreRemoved(string json, string text) =>
        Assert.Equal(text, (await Read.ListAsync(Bodies.With("SecurityDescriptor", json))).Single.SecurityDescriptor);

    [Theory]
    [InlineData("\"A9B4B42C-CC50-4C9B-89D1-BBC0BCD5A099\"")]
    [InlineData("\"{a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099}\"")]
    [InlineData("\"a9b4b42ccc504c9b89d1bbc0bcd5a099\"")]
    [InlineData("\"\\u0061\\u0039b4b42c-cc50-4c9b-89d1-bbc0bcd5a099\"")]
    public async Task GuidIsReadInAllItsFormats(string json) =>
        Assert.Equal(Bodies.Enroll, (await Read.ListAsync(Bodies.With("Uuid", json))).Single.Uuid);

    [Fact]
    public async Task DataItemsCanHaveUnknownMissingAndNullProperties()
    {
        var items = """[{"Value":"v","Name":"n","More":{"a":[1]}},{"name":"only"},{"Name":null,"Value":null},{}]""";

        var request = (await Read.ListAsync(Bodies.With("DataCollection", items))).Single;

        Assert.Equal([new("n", "v"), new("only", null), new("", null), new DataCollectionItem("", null)], request.DataCollection);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON; CharSet=\"UTF-8\"")]
    [InlineData("text/json")]
    [InlineData("application/hal+json; charset=utf8")]
    public async Task ContentTypeCanBeAnyJsonTypeOrMissing(string? contentType)
    {
        using var client = Read.Client(Bodies.EnrollApproved, [], contentType);

        Assert.Equal(Bodies.Enroll, (await Read.ListAsync(client)).Single.Uuid);
    }

    private static string Shape(byte[] body) => Shape(JsonSerializer.Deserialize<Request>(body, Plain)!);

    /// <summary>All properties of a request as text.</summary>
    private static string Shape(Request request) =>
        string.Join("\n", typeof(Request).GetProperties()
            .Where(property => property.CanWrite).Select(property => $"{property.Name}={property.GetValue(request)}"))
        + string.Join("\n", request.DataCollection);
}
