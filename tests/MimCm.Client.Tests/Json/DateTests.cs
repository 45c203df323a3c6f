namespace MimCm.Client.Tests;

/// <summary>The conversion of dates in several time zones. No other test runs at the same time, because the time zone applies to the process.</summary>
[Collection(nameof(OwnTimeZone))]
public sealed class DateTests
{
    public static TheoryData<string> Zones => ["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati"];

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task DateIsConvertedToLocalTimeInEveryTimeZone(string zone)
    {
        using var _ = new OwnTimeZone(zone);
        var moment = new DateTime(2015, 7, 7, 23, 36, 21, 930, DateTimeKind.Utc);
        foreach (var json in new[] { "2015-07-07T23:36:21.93Z",
            "2015-07-07T23:36:21.93", "2015-07-08T01:36:21.930+02:00", "2015-07-07T16:36:21.9300000-07:00" })
        {
            var request = (await Read.ListAsync(Bodies.With("Submitted", $"\"{json}\"").With("Completed", $"\"{json}\""))).Single;

            Assert.Equal((DateTimeKind.Local, moment.ToLocalTime()), (request.Submitted!.Value.Kind, request.Submitted));
            Assert.Equal(moment, request.Submitted!.Value.ToUniversalTime());
            Assert.Equal((DateTimeKind.Local, moment), (request.Completed!.Value.Kind, request.Completed.Value.ToUniversalTime()));
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task YearOneIsNullInAnyFormat(string zone)
    {
        using var _ = new OwnTimeZone(zone);
        foreach (var json in new[] { "0001-01-01T00:00:00",
            "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z", "0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00-08:00" })
        {
            var request = (await Read.ListAsync(Bodies.With("Completed", $"\"{json}\"").With("Submitted", $"\"{json}\""))).Single;

            Assert.Null(request.Completed);
            Assert.Equal(default, request.Submitted);
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task DateIsWrittenAsTheSameInstant(string zone)
    {
        using var _ = new OwnTimeZone(zone);
        // The second instant is in the repeated hour of Berlin.
        foreach (var json in new[] { "2015-07-07T23:36:21.93Z", "2015-10-25T01:30:00Z", "2015-10-25T00:30:00.0000001Z" })
        {
            var request = (await Read.ListAsync(Bodies.With("Submitted", $"\"{json}\""))).Single;

            Assert.Contains($"\"Submitted\":\"{json}\"", System.Text.Json.JsonSerializer.Serialize(request), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task DatesOfAQueryAreInclusiveAndLocalWithoutAZone(string zone)
    {
        using var _ = new OwnTimeZone(zone);
        var utc = new DateTime(2015, 7, 7, 23, 36, 21, 930, DateTimeKind.Utc);
        var local = DateTime.SpecifyKind(utc.ToLocalTime(), DateTimeKind.Unspecified);
        foreach (var moment in new[] { utc, utc.ToLocalTime(), local })
        {
            var tick = TimeSpan.FromTicks(1);
            Assert.Equal(1, await CountAsync(new RequestQuery { SubmittedAfter = moment, SubmittedBefore = moment }));
            Assert.Equal(0, await CountAsync(new RequestQuery { SubmittedAfter = moment + tick }));
            Assert.Equal(0, await CountAsync(new RequestQuery { SubmittedBefore = moment - tick }));
        }
    }

    [Theory]
    [InlineData("2015-07-07", 0)]
    [InlineData("2015-07-07T00:00Z", 0)]
    [InlineData("2015-07-07T00:00:00.1234567Z", 1234567)]
    [InlineData("2015-07-07T00:00:00.12345678Z", 1234567)]
    public async Task DateCanHaveMoreOrFewerDigitsThanInTheExamples(string json, long ticks)
    {
        using var _ = new OwnTimeZone("UTC");

        Assert.Equal(new DateTime(2015, 7, 7).AddTicks(ticks), (await Read.ListAsync(Bodies.With("Submitted", $"\"{json}\""))).Single.Submitted);
    }

    private static async Task<int> CountAsync(RequestQuery query)
    {
        using var client = Read.Client(Bodies.EnrollApproved, []);
        return (await Read.ListAsync(client, query)).Requests.Count;
    }
}
