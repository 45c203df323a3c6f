namespace MimCm.Client.Tests;

/// <summary>Messages about damaged responses: the problem and the number of complete requests, without text of the response.</summary>
public sealed class MalformedMessageTests
{
    private const string Private = "PRIVATE-COMMENT";

    public static TheoryData<string> Damages =>
    [
        "tru,", "fals ", "nulx", "t", "f", "n", "[", "}", ":", "'", "-", "01", "+1", "\"\\x\"", "\"\u0001\"", "<html>", "/*", "NaN",
    ];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task MessageQuotesNothingOfTheResponseAndCountsTheRequestsBefore(string damage)
    {
        var rest = $"\"Comment\":\"{Private}\r\n{new string('x', 3000)}\"}}]".Bytes();
        byte[][] bodies =
        [
            [.. "["u8, .. Bodies.EnrollApproved, .. ","u8, .. damage.Bytes(), .. rest],
            [.. "["u8, .. Bodies.EnrollApproved, .. ",{\"Uuid\":"u8, .. damage.Bytes(), .. rest],
        ];
        foreach (var body in bodies)
        {
            var read = await Read.ListAsync(body);

            Assert.Equal((1, MimCmError.InvalidResponse), (read.Requests.Count, read.Failure?.Error));
            Assert.DoesNotContain(Private, read.Failure!.Message, StringComparison.Ordinal);
            Assert.EndsWith(". 1 request(s) were received completely.", read.Failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("..", read.Failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(read.Failure.Message, char.IsControl);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50_000)]
    public async Task MessageDistinguishesMalformedJsonFromAnIncompleteResponse(int length)
    {
        var start = $"[{{\"Comment\":\"{new string('x', length)}\",";

        var malformed = await Read.ListAsync($"{start}tru,".Bytes());
        var early = await Read.ListAsync($"{start}\"Uu".Bytes());

        Assert.Contains($"the JSON is malformed at byte {start.Length}", malformed.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("the response is incomplete", early.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MessageContainsTheMaximumSizeOfAnObject()
    {
        var read = await Read.ListAsync($"[{{\"Comment\":\"{new string('x', 5 * 1024 * 1024)}\"}}]".Bytes());

        Assert.Contains("a single object is larger than 4 MB", read.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"0001-01-01T00:00:00+5:30\"")]
    [InlineData("\"2015-07-07T23:36:56.Z\"")]
    [InlineData("\"2015-07-07T23:36:56.+01:00\"")]
    [InlineData("\"0001-01-01T00:00:00 +05:30\"")]
    [InlineData("\"0001-01-01T00:00:00+05:30x\"")]
    public async Task MalformedDateIsInvalid(string date) =>
        Assert.Equal(MimCmError.InvalidResponse, (await Read.ListAsync(Bodies.With("Submitted", date))).Failure?.Error);

    [Theory]
    [InlineData("null")]
    [InlineData("\"0001-01-01T00:00:00\"")]
    [InlineData("\"0001-01-01T00:00:00+05:30\"")]
    public async Task RequestWithoutADateOfSubmissionMatchesNoDateFilter(string date)
    {
        var body = Bodies.With("Submitted", date);
        Assert.Null((await Read.ListAsync(body)).Single.Submitted);

        foreach (var query in new[] { new RequestQuery { SubmittedBefore = DateTime.MaxValue }, new RequestQuery { SubmittedAfter = DateTime.MinValue } })
        {
            using var client = Read.Client(body, []);
            Assert.Empty((await Read.ListAsync(client, query)).Requests);
        }
    }

    [Fact]
    public async Task LongDescriptorsAreReadCompletelyAndNotMixedUp()
    {
        var descriptors = Enumerable.Range(0, 3000).Select(i => $"O:{i:D8}{(i % 3 == 0 ? new string('A', 9000) : new string('A', 2100))}").ToArray();
        var bodies = descriptors.Concat(descriptors).Select(text => Bodies.With("SecurityDescriptor", $"\"{text}\\u0000\\u0000\""));

        var read = await Read.ListAsync(Bodies.Array([.. bodies]));

        Assert.Null(read.Failure);
        Assert.Equal(descriptors.Concat(descriptors), read.Requests.Select(request => request.SecurityDescriptor));
    }
}
