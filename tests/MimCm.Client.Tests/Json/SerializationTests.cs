using System.Text.Json;

namespace MimCm.Client.Tests;

/// <summary>A request as JSON in the format of the API.</summary>
public sealed class SerializationTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static TheoryData<string> Examples => ["request-enroll-approved.json", "request-enroll-completed.json", "request-unblock-approved.json"];

    [Theory]
    [MemberData(nameof(Examples))]
    public void RequestIsWrittenAsByTheServerExceptTheTrailingNuls(string name)
    {
        var body = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Bodies", name));
        var request = JsonSerializer.Deserialize<Request>(body);

        using var written = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(request));
        using var example = JsonDocument.Parse(body.Text().Replace("\\u0000", "", StringComparison.Ordinal));

        Assert.True(JsonElement.DeepEquals(example.RootElement, written.RootElement));
        Assert.Equal(example.RootElement.EnumerateObject().Select(property => property.Name),
            written.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void UnknownNumbersBitsAndTextSurviveARoundTrip()
    {
        var body = Bodies.With("Status", "77").With("RequestType", "78").With("Flags", "131330").With("DataCollectionFlags", "-5")
            .With("Comment", "\"Grüße \\u0000 \\ud83d\\ude00\"")
            .With("Priority", "255").With("DataCollection", """[{"Name":"a","Value":""},{"Name":"b","Value":null}]""");

        var again = JsonSerializer.Deserialize<Request>(JsonSerializer.Serialize(JsonSerializer.Deserialize<Request>(body)))!;

        Assert.Equal((77, 78, 131330, -5), ((int)again.Status, (int)again.RequestType, (int)again.Flags, (int)again.DataCollectionFlags));
        Assert.Equal(("Grüße \0 😀", 255), (again.Comment, again.Priority));
        Assert.Equal([new("a", ""), new DataCollectionItem("b", null)], again.DataCollection);
    }

    [Fact]
    public void FormatDoesNotDependOnTheOptions()
    {
        var request = JsonSerializer.Deserialize<Request>(Bodies.EnrollApproved);

        Assert.Contains("\"RequestType\": 1,", JsonSerializer.Serialize(request, Indented), StringComparison.Ordinal);
    }

    [Fact]
    public void DerivedPropertiesAreNotWritten()
    {
        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize<Request>(Bodies.EnrollApproved));

        Assert.All([nameof(Request.IsOpen), nameof(Request.IsFinal), nameof(Request.Age), nameof(Request.AgeDays)],
            name => Assert.DoesNotContain($"\"{name}\"", written, StringComparison.Ordinal));
    }

    [Fact]
    public void ListsOfRequestsCanBeWrittenAndRead()
    {
        var requests = JsonSerializer.Deserialize<Request[]>(Bodies.Array(Bodies.EnrollApproved, Bodies.UnblockApproved))!;

        var again = JsonSerializer.Deserialize<List<Request>>(JsonSerializer.SerializeToUtf8Bytes(requests))!;

        Assert.Equal([Bodies.Enroll, Bodies.Unblock], again.Select(request => request.Uuid));
    }

    [Fact]
    public void InvalidRequestIsAJsonException()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Request>("{}"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Request>("5"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Request>(Bodies.EnrollApproved.AsSpan(0, 100)));
        Assert.Null(JsonSerializer.Deserialize<Request>("null"));
    }

    [Fact]
    public void RequestCreatedInCodeHasNoNulls()
    {
        var request = new Request { Uuid = Bodies.Enroll, Comment = null!, SecurityDescriptor = null!, DataCollection = null! };

        Assert.Equal(("", "", 0), (request.Comment, request.SecurityDescriptor, request.DataCollection.Count));
        Assert.Contains("\"Submitted\":\"0001-01-01T00:00:00\",\"Completed\":\"0001-01-01T00:00:00\"", JsonSerializer.Serialize(request),
            StringComparison.Ordinal);
    }
}
